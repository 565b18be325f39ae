package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.DrainScope;
import arcly.transport.Served;
import arcly.transport.fixture.Numbered;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest extends TransportTest {

    @Test
    void saysGoodbyeAndClosesForGood() throws Exception {
        Served served = serve(new Numbered());
        InetSocketAddress address = Post.address(served);
        Served other = transport.forBundle("other").serve(Post.listener().build(), new Numbered());
        try (Client client = client(served); Client untouched = client(other)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            var done = transport.forBundle("shell").drain(DrainScope.of(Post.BUNDLE), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                    .toCompletableFuture();
            assertThat(client.number()).isEqualTo(-1); // the goodbye
            assertThat(client.isAtEnd()).isTrue();
            client.close();
            assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo(1);
            until(() -> isRefused(address));
            assertThat(untouched.sendLetter((byte) 1).number()).isZero();

            served.close(); // parks nothing any more
            assertThat(transport.statistics().parked()).isZero();
            Served back = serve(new Numbered());
            try (Client again = client(back)) {
                assertThat(again.sendLetter((byte) 1).number()).isZero();
            }
        }
    }

    @Test
    void whatIsOpenAtTheDeadlineIsCut() throws Exception {
        Served served = serve(new Echo() {
            @Override
            void drain(Connection connection, CloseReason reason) {
                // takes its time
            }
        });
        try (Client client = client(served)) {
            until(() -> served.connections() == 1);
            var done = transport.forBundle("shell").drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofMillis(200))
                    .toCompletableFuture();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void parkedConnectionsAreClosedToo() throws Exception {
        Served served = serve(new Numbered());
        try (Client client = client(served)) {
            until(() -> served.connections() == 1);
            served.close();
            var done = transport.forBundle("shell").drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                    .toCompletableFuture();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void nothingToDrainIsDoneAtOnce() throws Exception {
        assertThat(transport.forBundle("shell").drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                .toCompletableFuture().get(2, TimeUnit.SECONDS)).isZero();
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (Client client = Client.to(address)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
