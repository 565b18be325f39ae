package arcly.transport.tcp;

import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.TlsTerms;
import arcly.transport.fixture.Certified;
import arcly.transport.tls.CertificateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;

/** What the tests with TLS have in common. */
abstract class TlsTest extends TransportTest {
    static final Certified LOCAL = Certified.to("localhost", "127.0.0.1");

    @TempDir
    Path folder;

    /** Configures a certificate, as a file that can be written anew. */
    Path certify(String name, Certified certified) throws IOException {
        Path file = certified.write(folder.resolve(name + ".pem"));
        transport.certificates().put(name, CertificateSettings.of(file.toString(), ""));
        return file;
    }

    static ListenerSpec.Builder secure(String... certificates) {
        return Post.listener().scheme("posts").tls(TlsTerms.of(List.of(certificates)));
    }

    Served serveSecure(ConnectionProtocol protocol) throws IOException {
        certify("default", LOCAL);
        return serve(secure("default"), protocol);
    }

    /** A client that wants a certificate for this name; empty asks for none and checks none. */
    Client secureClient(Served served, String host, Certified... trusted) throws IOException, GeneralSecurityException {
        return Client.to(Post.address(served), socket(host, trusted));
    }

    Client secureClient(Served served) throws IOException, GeneralSecurityException {
        return secureClient(served, "", LOCAL);
    }

    static SSLSocket socket(String host, Certified... trusted) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) Certified.trusting(trusted).getSocketFactory().createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        if (!host.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        return socket;
    }
}
