package arcly.transport.tcp;

import arcly.transport.ListenerSpec;
import arcly.transport.fixture.Certified;
import arcly.transport.tls.CertificateSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** TLS state stays with the connection and keeps nobody. */
class TlsCollectedGenerationsTest extends CollectedGenerationsTest {
    private static final Certified SERVER = Certified.to("localhost");

    @TempDir
    Path folder;

    @Override
    ListenerSpec listener() throws Exception {
        Path file = folder.resolve("server.pem");
        if (!file.toFile().exists()) {
            transport.certificates().put("default", CertificateSettings.of(SERVER.write(file).toString(), ""));
        }
        return TlsTest.secure("default").build();
    }

    @Override
    Client client(InetSocketAddress address) throws Exception {
        return Client.to(address, TlsTest.socket("", SERVER));
    }
}
