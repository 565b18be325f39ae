package arcly.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.transport.fixture.Certified;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
    private static final Path NOWHERE = Path.of("nowhere.pem");

    @TempDir
    Path folder;

    private static Path golden(String name) throws Exception {
        return Path.of(PemFileTest.class.getResource("/golden/tls/" + name).toURI());
    }

    @ParameterizedTest
    @CsvSource({"rsa-pkcs1.pem, rsa-pkcs8.pem, RSA", "ec-sec1.pem, ec-pkcs8.pem, EC", "ec384-sec1.pem, ec384-pkcs8.pem, EC",
        "ed25519-pkcs8.pem, ed25519-pkcs8.pem, EdDSA"})
    void olderFormsHoldTheSameKey(String older, String pkcs8, String algorithm) throws Exception {
        PrivateKey key = PemFile.read(golden(older)).privateKey();
        assertThat(key.getAlgorithm()).isEqualTo(algorithm);
        PrivateKey same = PemFile.read(golden(pkcs8)).privateKey();
        if (key instanceof ECPrivateKey elliptic) { // two encodings of one key are not equal
            assertThat(elliptic.getS()).isEqualTo(((ECPrivateKey) same).getS());
            assertThat(elliptic.getParams()).isEqualTo(((ECPrivateKey) same).getParams());
        } else {
            assertThat(key).isEqualTo(same);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-pkcs8.pem", "encrypted-pkcs1.pem"})
    void encryptedKeysAreRefusedWithAWayOut(String name) throws Exception {
        PemFile file = PemFile.read(golden(name));
        assertThatThrownBy(file::privateKey).isInstanceOf(TlsFault.class).hasMessageContaining("is encrypted")
                .hasMessageContaining("openssl pkey -in " + name + " -out FILE");
    }

    @Test
    void aChainIsReadInItsOrderAndAmongOtherText() throws Exception {
        Certified leaf = Certified.to("leaf");
        Certified authority = Certified.to("authority");
        PemFile file = PemFile.of(NOWHERE, "subject: leaf\r\n" + leaf.certificatePem().replace("\n", "\r\n") + "\nand then\n"
                + authority.certificatePem() + leaf.keyPem());
        assertThat(file.certificates()).containsExactly(leaf.certificate(), authority.certificate());
        assertThat(file.privateKey()).isEqualTo(leaf.keys().getPrivate());
    }

    @Test
    void whatIsWrongIsSaidWithTheFile() throws Exception {
        assertThatThrownBy(() -> PemFile.read(folder.resolve("none"))).hasMessage("there is no file " + folder.resolve("none"));
        assertThatThrownBy(() -> PemFile.read(folder)).isInstanceOf(TlsFault.class).hasMessageContaining("cannot be read");
        Path long4 = Files.write(folder.resolve("long"), new byte[(4 << 20) + 1]);
        assertThatThrownBy(() -> PemFile.read(long4)).hasMessageContaining("more than 4194304 bytes");
        PemFile empty = PemFile.of(NOWHERE, "");
        assertThatThrownBy(empty::certificates).hasMessageStartingWith("nowhere.pem holds no certificate");
        assertThatThrownBy(empty::privateKey).hasMessageStartingWith("nowhere.pem holds no private key");
        PemFile noBase64 = PemFile.of(NOWHERE, "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----");
        assertThatThrownBy(noBase64::certificates).hasMessageStartingWith("CERTIFICATE in nowhere.pem is not Base64");
        PemFile noDer = PemFile.of(NOWHERE, Certified.pem("CERTIFICATE", new byte[] {1, 2, 3}));
        assertThatThrownBy(noDer::certificates).hasMessageStartingWith("certificate 1 in nowhere.pem cannot be read");
        PemFile dsa = PemFile.of(NOWHERE, Certified.pem("DSA PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(dsa::privateKey).hasMessageContaining("a DSA PRIVATE KEY is none that TLS uses");
    }

    /** Cut anywhere, and with single bytes changed: a key or a refusal, nothing else. */
    @ParameterizedTest
    @CsvSource({"rsa-pkcs1.pem, RSA PRIVATE KEY", "ec-sec1.pem, EC PRIVATE KEY", "rsa-pkcs8.pem, PRIVATE KEY",
        "ed25519-pkcs8.pem, PRIVATE KEY"})
    void damagedKeysAreRefused(String name, String label) throws Exception {
        String text = Files.readString(golden(name));
        int begin = text.indexOf("-----BEGIN " + label + "-----") + 16 + label.length();
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("-----END " + label)));
        for (int length = 0; length < der.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(der, length);
            PemFile file = PemFile.of(NOWHERE, Certified.pem(label, cut));
            assertThatThrownBy(file::privateKey).isInstanceOf(TlsFault.class);
        }
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = der.clone();
            damaged[random.nextInt(der.length)] = (byte) random.nextInt();
            readOrRefuse(label, damaged);
        }
    }

    static void readOrRefuse(String label, byte[] der) {
        try {
            assertThat(PemFile.of(NOWHERE, Certified.pem(label, der)).privateKey()).isNotNull();
        } catch (TlsFault refused) {
            assertThat(refused).hasMessageContaining("nowhere.pem");
        }
    }
}
