package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.Served;
import arcly.transport.TransportStatistics;
import arcly.transport.fixture.Certified;
import arcly.transport.fixture.Numbered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come to a TLS listener and do not finish a handshake, or only slowly. */
class TlsStrangersTest extends TlsTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\3\0\0\0\0\0\0\0\0",
        "\26\3\1\0\5\2\0\0\1\0", // a record of handshake, and no ClientHello in it
        "\25\3\1\0\2\2\50", // an alert
        "\27\3\3\0\1x"}) // application data
    void thatDoNotSpeakTlsAreClosedCleanly(String words) throws Exception {
        Served served = serveSecure(new Echo());
        try (Client client = client(served).send(words.getBytes(StandardCharsets.ISO_8859_1))) {
            client.socket().getInputStream().readAllBytes(); // an alert perhaps, then the end, and no reset
        }
        until(() -> transport.statistics().connections() == 0);
        assertThat(count("tls.failed")).isEqualTo(1);
        assertThat(count("handler.failed")).isZero();
        assertThat(transport.statistics().counters()).containsEntry("closed.protocol.error", 1L);
    }

    @Test
    void thatSpeakTlsOneByteAtATimeAreServed() throws Exception {
        certify("default", LOCAL);
        Served served = serve(secure("default"), new Numbered());
        SSLSocket slow = (SSLSocket) Certified.trusting(LOCAL).getSocketFactory().createSocket(
                new Dribble(Post.address(served)), "localhost", Post.address(served).getPort(), true);
        slow.startHandshake();
        slow.getOutputStream().write(Client.letter(new byte[] {7}));
        assertThat(slow.getInputStream().readNBytes(13)).endsWith(0, 0, 0, 0, 0, 0, 0, 0, 7);
        slow.close();
    }

    @Test
    void thatSayNothingAreClosedInTime() throws Exception {
        certify("default", LOCAL);
        Served served = serve(secure("default").handshakeTimeout(Duration.ofMillis(200)), new Echo());
        try (Client client = client(served)) {
            assertThat(client.isAtEnd()).isTrue();
        }
        try (Client client = client(served).send(new byte[] {22, 3, 1, 1, 0, 1, 0})) {
            client.socket().getInputStream().readAllBytes();
        }
        assertThat(count("timeout.handshake")).isEqualTo(2);
        until(() -> count("tls.failed") == 2 && transport.statistics().connections() == 0);
    }

    @Test
    void thatLeaveInTheMiddleAreForgotten() throws Exception {
        Served served = serveSecure(new Echo());
        for (int i = 0; i < 10; i++) {
            Client client = client(served).send(new byte[] {22, 3, 1, 1, 0, 1, 0, 0, 0});
            if (i % 2 == 0) {
                client.socket().setSoLinger(true, 0); // reset
            }
            client.close();
        }
        until(() -> count("tls.failed") == 10 && transport.statistics().connections() == 0);
        assertThat(count("accepted")).isEqualTo(10);
        assertThat(served.connections()).isZero();
    }

    @Test
    void thatNobodyTrustsUsHearNoMore() throws Exception {
        Served served = serveSecure(new Echo());
        try (Client client = secureClient(served, "", Certified.to("somebody.else"))) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> client.send((byte) 1)))
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
        until(() -> count("tls.failed") == 1 && transport.statistics().connections() == 0);
    }

    /** A hello that is longer than any client's; the length is in its head, so that nothing is kept of it. */
    @Test
    void thatSayTooMuchAreCutShort() throws Exception {
        Served served = serveSecure(new Echo());
        try (Client client = client(served).send(new byte[] {22, 3, 1, 0x40, 0, 1, 1, 0, 0}).send(new byte[16_380])) {
            client.socket().getInputStream().readAllBytes();
        }
        until(() -> count("tls.failed") == 1 && transport.statistics().connections() == 0);
    }

    @Test
    void thatSendAnythingDisturbNobody() throws Exception {
        certify("default", LOCAL);
        Served served = serve(secure("default"), new Numbered());
        Random random = new Random(11);
        try (Client client = secureClient(served)) {
            for (int i = 0; i < 60; i++) {
                byte[] noise = new byte[random.nextInt(1, 600)];
                random.nextBytes(noise);
                if (i % 2 == 0) { // so that it is looked at
                    noise[0] = 22;
                    if (noise.length > 5) {
                        noise[1] = 3;
                        noise[3] = (byte) random.nextInt(2);
                    }
                }
                send(Post.address(served), noise);
                if (i % 20 == 0) {
                    assertThat(client.sendLetter((byte) 1).number()).isEqualTo(i / 20);
                }
            }
            until(() -> transport.statistics().connections() == 1);
        }
        TransportStatistics statistics = transport.statistics();
        assertThat(statistics.counters()).containsEntry("tls.failed", 60L).containsEntry("handler.failed", 0L);
    }

    private static void send(InetSocketAddress server, byte[] noise) throws IOException {
        try (Client client = Client.to(server)) {
            client.send(noise).endOutput();
            client.socket().getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // who sends on after the refusal hears it that way
        }
    }

    /** Each byte in a write of its own. */
    private static final class Dribble extends Socket {

        Dribble(InetSocketAddress server) throws IOException {
            setTcpNoDelay(true);
            connect(server, 5_000);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream below = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    below.write(octet);
                }
            };
        }
    }
}
