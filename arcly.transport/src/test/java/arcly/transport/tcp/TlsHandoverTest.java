package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.transport.DrainScope;
import arcly.transport.Served;
import arcly.transport.fixture.Certified;
import arcly.transport.fixture.Numbered;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generations change while TLS handshakes run: those are the transport's, and go to whoever serves at their end. */
class TlsHandoverTest extends TlsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void certify() throws IOException {
        certify("default", LOCAL);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Served numbered() {
        return serve(secure("default"), new Numbered());
    }

    /** The first number that a client gets whose handshake stops behind so many bytes, until it may go on. */
    private CompletableFuture<Long> correspond(Halted halted) {
        return CompletableFuture.supplyAsync(() -> {
            try (Client client = Client.over((SSLSocket) Certified.trusting(LOCAL).getSocketFactory()
                    .createSocket(halted, "localhost", halted.getPort(), true))) {
                return client.sendLetter((byte) 1).number();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }, threads);
    }

    /** Inside the ClientHello, and inside what follows the server's answer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100, 480, 520, 560})
    void aNewerGenerationTakesOver(int bytes) throws Exception {
        Served first = numbered();
        Halted halted = new Halted(Post.address(first), bytes);
        CompletableFuture<Long> answer = correspond(halted);
        halted.awaitHalt();
        Served second = numbered();
        first.close();
        assertThat(first.connections()).isZero();
        halted.goOn();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isZero();
        until(() -> second.connections() == 0); // it has left by itself
        assertThat(count("tls.failed")).isZero();
        assertThat(transport.statistics().handovers()).allMatch(one -> one.closed() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 520})
    void theHandshakeEndsWhileNobodyServes(int bytes) throws Exception {
        Served first = numbered();
        Halted halted = new Halted(Post.address(first), bytes);
        CompletableFuture<Long> answer = correspond(halted);
        halted.awaitHalt();
        first.close();
        halted.goOn();
        until(() -> count("tls.handshakes") == 1);
        assertThat(transport.statistics().parked()).isEqualTo(1);
        numbered();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void nobodyComes() throws Exception {
        transport.configure(TransportSettings.DEFAULT.withHandover(Duration.ofMillis(300), false));
        Served first = numbered();
        Halted halted = new Halted(Post.address(first), 100);
        CompletableFuture<Long> answer = correspond(halted);
        halted.awaitHalt();
        first.close();
        until(() -> transport.statistics().connections() == 0);
        halted.goOn();
        assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void theEndpointIsDrained() throws Exception {
        Served served = numbered();
        Halted halted = new Halted(Post.address(served), 100);
        CompletableFuture<Long> answer = correspond(halted);
        halted.awaitHalt();
        assertThat(transport.forBundle(Post.BUNDLE).drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                .toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(1);
        halted.goOn();
        assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
    }

    /** The transport reads nothing while nobody serves, but for the rest of a record. */
    @Test
    void whatComesWhileNobodyServesWaits() throws Exception {
        Served first = numbered();
        try (Client client = secureClient(first)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            first.close();
            byte[] body = new byte[100_000];
            client.sendLetter(body).sendLetter((byte) 2).endOutput();
            assertThat(transport.statistics().parked()).isEqualTo(1);
            numbered();
            assertThat(client.answer().remaining()).isEqualTo(8 + body.length);
            assertThat(client.number()).isEqualTo(2);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    /** Sends so many bytes and no more until it may go on. */
    private static final class Halted extends Socket {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private int left;

        Halted(InetSocketAddress server, int bytes) throws IOException {
            left = bytes;
            setTcpNoDelay(true);
            setSoTimeout(10_000);
            connect(server, 5_000);
        }

        void awaitHalt() throws InterruptedException {
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void goOn() {
            open.countDown();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    int now = Math.min(left, length);
                    out.write(bytes, from, now);
                    left -= now;
                    if (now < length) {
                        reached.countDown();
                        try {
                            open.await();
                        } catch (InterruptedException stopped) {
                            throw new IOException(stopped);
                        }
                        left = Integer.MAX_VALUE;
                        out.write(bytes, from + now, length - now);
                    }
                }
            };
        }
    }
}
