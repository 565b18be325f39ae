package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.DialSpec;
import arcly.transport.Dialled;
import arcly.transport.Served;
import arcly.transport.TlsTarget;
import arcly.transport.fixture.Certified;
import arcly.transport.fixture.Numbered;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TlsDialTest extends TlsTest {
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final AtomicReference<Connection> dialled = new AtomicReference<>();
    private final StringBuffer heard = new StringBuffer();

    /** Says one word and listens. */
    private final class Caller extends Echo {

        @Override
        public ConnectionHandler accept(Connection connection) {
            ConnectionHandler handler = super.accept(connection);
            dialled.set(connection);
            connection.write(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
            connection.flush();
            return handler;
        }

        @Override
        void read(Connection connection, ByteBuf bytes) {
            heard.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
    }

    private Dialled dial(int port, TlsTarget target) {
        return transport.forBundle("fixture.caller").dial(DialSpec.of("post", "pull", "127.0.0.1", port).withTls(target)
                .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60)), new Caller(), failure::set);
    }

    private TlsTarget trusting(Certified... certified) throws Exception {
        StringBuilder pem = new StringBuilder("whom we trust\n");
        for (Certified one : certified) {
            pem.append(one.certificatePem());
        }
        Path file = Files.writeString(folder.resolve("trusted.pem"), pem);
        return TlsTarget.verified().withTrusted(file.toString());
    }

    @Test
    void speaksWithAServerThatItTrusts() throws Exception {
        Served served = serveSecure(new Echo());
        dial(Post.address(served).getPort(), trusting(Certified.to("else"), LOCAL));
        until(() -> heard.toString().equals("hello"));
        assertThat(dialled.get().tls().version()).isEqualTo("TLSv1.3");
        assertThat(failure).hasValue(null);
    }

    @Test
    void wantsACertificateForTheServersName() throws Exception {
        Certified other = Certified.to("media.example.org");
        certify("default", other);
        Served served = serve(secure("default"), new Echo());
        dial(Post.address(served).getPort(), trusting(other));
        until(() -> failure.get() != null);
        assertThat(failure.get()).startsWith("TLS handshake: the certificate is not accepted: ").contains("127.0.0.1");

        dial(Post.address(served).getPort(), trusting(other).withServerName("media.example.org"));
        until(() -> heard.toString().equals("hello"));
        assertThat(dialled.get().tls().serverName()).isEqualTo("media.example.org");
    }

    @Test
    void refusesAServerThatNobodyVouchesFor() throws Exception {
        Served served = serveSecure(new Echo());
        dial(Post.address(served).getPort(), TlsTarget.verified());
        until(() -> failure.get() != null);
        assertThat(failure.get()).startsWith("TLS handshake: the certificate is not accepted: ");
        assertThat(dialled).hasValue(null);
        until(() -> count("tls.failed") == 2); // the server has heard of it, too
        assertThat(count("dial.failed")).isEqualTo(1);
    }

    @Test
    void saysThatTheTrustedFileIsMissing() {
        dial(1, TlsTarget.verified().withTrusted(folder.resolve("none.pem").toString()));
        until(() -> failure.get() != null);
        assertThat(failure.get()).isEqualTo("there is no file " + folder.resolve("none.pem"));
    }

    @Test
    void tellsThatTheServerDoesNotSpeakTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dial(server.getLocalPort(), TlsTarget.verified());
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write("220 smtp.example.org ready\r\n".getBytes(StandardCharsets.US_ASCII));
                until(() -> failure.get() != null);
            }
        }
        assertThat(failure.get()).isEqualTo("TLS handshake: what came is not TLS");
    }

    @Test
    void givesUpAServerThatSaysNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            transport.forBundle("fixture.caller").dial(DialSpec.of("post", "pull", "127.0.0.1", server.getLocalPort())
                    .withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(60)).withTls(TlsTarget.verified()), new Caller(),
                    failure::set);
            until(() -> failure.get() != null);
        }
        assertThat(failure.get()).isEqualTo("TLS handshake: it took too long");
    }

    @Test
    void handsOverWhileItsHandshakeRuns() throws Exception {
        certify("default", LOCAL);
        CountDownLatch go = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Served served = serve(secure("default"), new Numbered());
            Thread relay = new Thread(() -> forwardOnce(server, Post.address(served).getPort(), go), "relay");
            relay.start();
            Dialled first = dial(server.getLocalPort(), trusting(LOCAL));
            until(() -> transport.statistics().connections() == 2); // the one dialled, and the other end of it
            first.close();
            Dialled second = dial(server.getLocalPort(), trusting(LOCAL));
            go.countDown();
            until(() -> dialled.get() != null && dialled.get().tls() != null);
            second.hangUp();
            relay.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(count("dialled")).isEqualTo(1);
        assertThat(failure).hasValue(null);
    }

    /** Between the two, and silent until the latch opens. */
    private static void forwardOnce(ServerSocket server, int port, CountDownLatch go) {
        try (Socket caller = server.accept(); Socket called = new Socket("127.0.0.1", port)) {
            go.await();
            Thread back = new Thread(() -> pump(called, caller), "back");
            back.start();
            pump(caller, called);
            back.join(TimeUnit.SECONDS.toMillis(10));
        } catch (java.io.IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (java.io.IOException over) {
            // one of them has closed
        }
    }
}
