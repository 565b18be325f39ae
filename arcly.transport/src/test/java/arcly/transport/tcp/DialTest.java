package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.DialSpec;
import arcly.transport.Dialled;
import arcly.transport.fixture.Numbered;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DialTest extends TransportTest {
    private final AtomicReference<String> failure = new AtomicReference<>();

    @Test
    void passesFromGenerationToGenerationUnderItsPid() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(5_000);
            Dialled first = dial(server, new Numbered());
            try (Socket peer = server.accept()) {
                assertThat(number(peer)).isZero();
                first.close();
                assertThat(transport.statistics().parked()).isEqualTo(1);
                Dialled second = dial(server, new Numbered());
                assertThat(number(peer)).isEqualTo(1);
                Dialled third = dial(server, new Numbered());
                second.close();
                assertThat(number(peer)).isEqualTo(2);
                third.hangUp();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(transport.statistics().handovers()).hasSize(2);
        assertThat(count("dialled")).isEqualTo(1);
        assertThat(failure).hasValue(null);
    }

    @Test
    void saysThatItIsOutgoing() throws IOException {
        AtomicReference<Connection> seen = new AtomicReference<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dial(server, new Echo() {
                @Override
                public ConnectionHandler accept(Connection connection) {
                    seen.set(connection);
                    return super.accept(connection);
                }
            });
            until(() -> seen.get() != null);
            assertThat(seen.get().isOutgoing()).isTrue();
            assertThat(seen.get().remoteAddress().getPort()).isEqualTo(server.getLocalPort());
        }
    }

    @Test
    void tellsThatNobodyIsThere() throws IOException {
        int free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = server.getLocalPort();
        }
        Dialled dialled = transport.forBundle(Post.BUNDLE).dial(DialSpec.of("post", "pull", "127.0.0.1", free), new Numbered(),
                failure::set);
        until(() -> failure.get() != null);
        assertThat(failure.get()).contains("refused");
        dialled.close();
        assertThat(count("dial.failed")).isEqualTo(1);
    }

    @Test
    void tellsThatTheNameIsUnknown() {
        transport.forBundle(Post.BUNDLE).dial(DialSpec.of("post", "pull", "no.such.host.invalid", 1).withTimeouts(
                Duration.ofSeconds(1), Duration.ofSeconds(1)), new Numbered(), failure::set);
        until(() -> failure.get() != null);
        assertThat(failure.get()).isEqualTo("unknown host no.such.host.invalid");
    }

    private Dialled dial(ServerSocket server, ConnectionProtocol protocol) {
        return transport.forBundle(Post.BUNDLE).dial(DialSpec.of("post", "pull", "127.0.0.1", server.getLocalPort()), protocol,
                failure::set);
    }

    private static long number(Socket peer) throws IOException {
        peer.setSoTimeout(5_000);
        peer.getOutputStream().write(Client.letter(new byte[] {1}));
        DataInputStream in = new DataInputStream(peer.getInputStream());
        assertThat(in.readInt()).isEqualTo(9);
        long number = in.readLong();
        in.readByte();
        return number;
    }
}
