package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.TlsTerms;
import arcly.transport.fixture.Certified;
import arcly.transport.tls.CertificateSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a client gets, and when. */
class TlsCertificateTest extends TlsTest {
    private static final Certified ONE = Certified.to("one.example.org", "first.example.org");
    private static final Certified WILD = Certified.to("*.example.org");
    private static final Certified TWO = Certified.to("two.example.org");
    private static final Certified[] ALL = {LOCAL, ONE, WILD, TWO};

    /** What the server shows to a client that asks for this name. */
    private static java.security.cert.Certificate shown(InetSocketAddress server, String host, Certified... trusted)
            throws IOException, GeneralSecurityException {
        try (Client client = Client.to(server, socket(host, trusted))) {
            SSLSocket tls = (SSLSocket) client.socket();
            tls.startHandshake();
            return tls.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @CsvSource({"one.example.org, 1", "First.Example.org, 1", "other.example.org, 2", "two.example.org, 3",
        "a.b.example.org, 0", "example.org, 0", "two.example.com, 0", "'', 0"})
    void isTheOneForTheNameThatIsAskedFor(String host, int index) throws Exception {
        certify("default", LOCAL);
        certify("one", ONE);
        certify("wild", WILD);
        certify("two", TWO);
        Served served = serve(secure("default", "one", "wild", "two"), new Echo());
        assertThat(shown(Post.address(served), host, ALL)).isEqualTo(ALL[index].certificate());
    }

    @Test
    void isForTheNamesThatAreConfigured() throws Exception {
        certify("default", LOCAL);
        Path file = ONE.write(folder.resolve("one.pem"));
        transport.certificates().put("one", new CertificateSettings(file.toString(), "", List.of("Alias.Example.ORG"),
                CertificateSettings.TLS_1_2));
        InetSocketAddress server = Post.address(serve(secure("default", "one"), new Echo()));
        assertThat(shown(server, "alias.example.org", ALL)).isEqualTo(ONE.certificate());
        assertThat(shown(server, "one.example.org", ALL)).isEqualTo(LOCAL.certificate());
    }

    @Test
    void mayWantTheNewestVersionOfTls() throws Exception {
        Path file = LOCAL.write(folder.resolve("new.pem"));
        transport.certificates().put("default", new CertificateSettings(file.toString(), "", List.of(),
                CertificateSettings.TLS_1_3));
        Served served = serve(secure("default"), new Echo());
        SSLSocket old = socket("", LOCAL);
        old.setEnabledProtocols(new String[] {"TLSv1.2"});
        try (Client client = Client.to(Post.address(served), old)) {
            assertThatThrownBy(() -> client.send((byte) 1)).isInstanceOf(SSLException.class).hasMessageContaining("protocol_version");
        }
        assertThat(shown(Post.address(served), "", LOCAL)).isEqualTo(LOCAL.certificate());
    }

    @Test
    void fromTwoFilesWithAKeyOfEveryKind() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC"}) {
            Certified made = Certified.to(java.time.Instant.now().plusSeconds(3_600), algorithm, "localhost");
            Path certificate = Files.writeString(folder.resolve("chain.pem"), made.certificatePem());
            Path key = Files.writeString(folder.resolve("key.pem"), made.keyPem());
            transport.certificates().put(algorithm, CertificateSettings.of(certificate.toString(), key.toString()));
            assertThat(shown(Post.address(serve(ListenerSpec.of("post", algorithm).bind(List.of("127.0.0.1"))
                    .tls(TlsTerms.of(List.of(algorithm))), new Echo())), "", made)).isEqualTo(made.certificate());
        }
    }

    @Test
    void replacedOnDiskIsUsedForNewHandshakesAndOldConnectionsStay() throws Exception {
        Path file = certify("default", LOCAL);
        Served served = serve(secure("default"), new Echo());
        InetSocketAddress server = Post.address(served);
        try (Client client = secureClient(served)) {
            client.send((byte) 1);
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);

            TWO.write(file);
            until(() -> shown(server, "", ALL).equals(TWO.certificate()));

            client.send((byte) 2);
            assertThat(client.socket().getInputStream().read()).isEqualTo(2);
        }
        assertThat(count("tls.certificate.loaded")).isEqualTo(2);
        assertThat(count("tls.certificate.refused")).isZero();
    }

    @Test
    void thatCannotBeReadLeavesTheOneBefore() throws Exception {
        Path certificate = Files.writeString(folder.resolve("chain.pem"), LOCAL.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), LOCAL.keyPem());
        transport.certificates().put("default", CertificateSettings.of(certificate.toString(), key.toString()));
        InetSocketAddress server = Post.address(serve(secure("default"), new Echo()));

        Files.writeString(key, TWO.keyPem()); // the other file will be late
        until(() -> count("tls.certificate.refused") == 1);
        assertThat(shown(server, "", ALL)).isEqualTo(LOCAL.certificate());
        Files.writeString(certificate, TWO.certificatePem());
        until(() -> shown(server, "", ALL).equals(TWO.certificate()));

        Files.delete(key);
        until(() -> count("tls.certificate.refused") == 2);
        assertThat(shown(server, "", ALL)).isEqualTo(TWO.certificate());
    }

    @Test
    void isWaitedForAndItsEndIsTheListenersEnd() throws Exception {
        Served served = serve(secure("default"), new Echo());
        assertThat(served.endpoints()).isEmpty();
        certify("default", LOCAL);
        until(() -> !served.endpoints().isEmpty() && Post.address(served).getPort() != 0);
        InetSocketAddress server = Post.address(served);
        try (Client client = secureClient(served)) {
            client.send((byte) 1);
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            transport.certificates().remove("default");
            until(() -> served.endpoints().isEmpty());
            until(() -> !listens(server));
            client.send((byte) 2); // who is there stays
            assertThat(client.socket().getInputStream().read()).isEqualTo(2);
        }
        certify("default", LOCAL);
        until(() -> !served.endpoints().isEmpty() && Post.address(served).getPort() != 0);
        assertThat(shown(Post.address(served), "", ALL)).isEqualTo(LOCAL.certificate());
    }

    @Test
    void thatIsMissingOrBrokenLeavesTheOthers() throws Exception {
        transport.certificates().put("broken", CertificateSettings.of(folder.resolve("none.pem").toString(), ""));
        certify("two", TWO);
        Served served = serve(secure("broken", "absent", "two"), new Echo());
        assertThat(shown(Post.address(served), "", ALL)).isEqualTo(TWO.certificate());
        assertThat(count("tls.certificate.refused")).isEqualTo(1);
    }

    @Test
    void ofAnotherNameIsTakenOnceTheListenerIsToldSo() throws Exception {
        certify("default", LOCAL);
        certify("two", TWO);
        Served served = serve(secure("default"), new Echo());
        int port = Post.address(served).getPort();
        served.configure(secure("two").port(port).build());
        assertThat(shown(Post.address(served), "", ALL)).isEqualTo(TWO.certificate());
        served.configure(secure("none").port(port).build());
        until(() -> served.endpoints().isEmpty());
        served.configure(secure("default").port(port).build());
        until(() -> !served.endpoints().isEmpty() && Post.address(served).getPort() == port && listens(Post.address(served)));
        assertThat(shown(Post.address(served), "", ALL)).isEqualTo(LOCAL.certificate());
    }

    private static boolean listens(InetSocketAddress address) {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
