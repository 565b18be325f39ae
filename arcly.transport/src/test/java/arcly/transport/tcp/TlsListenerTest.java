package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.Served;
import arcly.transport.TlsSession;
import arcly.transport.fixture.Numbered;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TlsListenerTest extends TlsTest {

    @Test
    void servesBehindTls() throws Exception {
        AtomicReference<TlsSession> seen = new AtomicReference<>();
        Served served = serveSecure(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                seen.set(connection.tls());
                return super.accept(connection);
            }
        });
        try (Client client = secureClient(served, "localhost", LOCAL)) {
            client.send((byte) 1, (byte) 2, (byte) 3);
            assertThat(client.socket().getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
        }
        assertThat(seen.get().version()).isEqualTo("TLSv1.3");
        assertThat(seen.get().cipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(seen.get().serverName()).isEqualTo("localhost");
        assertThat(seen.get().applicationProtocol()).isEmpty();
        assertThat(count("tls.handshakes")).isEqualTo(1);
    }

    @Test
    void passesFromGenerationToGeneration() throws Exception {
        certify("default", LOCAL);
        Served served = serve(secure("default"), new Numbered());
        try (Client client = secureClient(served)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            for (int i = 1; i <= 10; i++) {
                byte[] letter = Client.letter(new byte[] {1, 2, 3});
                client.send(java.util.Arrays.copyOf(letter, 4 + i % 3));
                Served next = serve(secure("default"), new Numbered());
                served.close();
                served = next;
                client.send(java.util.Arrays.copyOfRange(letter, 4 + i % 3, letter.length));
                assertThat(client.number()).isEqualTo(i);
            }
        }
    }
}
