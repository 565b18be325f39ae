package arcly.transport.tcp;

import arcly.transport.Served;
import arcly.transport.fixture.Certified;
import arcly.transport.tls.CertificateSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same with TLS between: records end where letters do not, and replacements come inside of both. */
class TlsTrafficTest extends TrafficTest {
    private static final Certified SERVER = Certified.to("localhost");

    @TempDir
    Path folder;

    @Override
    Served serve() throws Exception {
        Path file = folder.resolve("server.pem");
        if (!file.toFile().exists()) {
            transport.certificates().put("default", CertificateSettings.of(SERVER.write(file).toString(), ""));
        }
        return Post.serve(transport, TlsTest.secure("default").build(), new arcly.transport.fixture.Numbered());
    }

    @Override
    Client client(InetSocketAddress address) throws Exception {
        return Client.to(address, TlsTest.socket("", SERVER));
    }
}
