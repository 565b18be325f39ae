package arcly.transport.tls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class PemFileFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void readsKeysOrRefuses(byte[] der) {
        for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            PemFileTest.readOrRefuse(label, der);
        }
    }

    @FuzzTest(maxDuration = "10s")
    void readsFilesOrRefuses(byte[] bytes) {
        PemFile file = PemFile.of(Path.of("nowhere.pem"), new String(bytes, StandardCharsets.ISO_8859_1));
        try {
            file.certificates();
            file.privateKey();
        } catch (TlsFault refused) {
            // as it should be
        }
    }
}
