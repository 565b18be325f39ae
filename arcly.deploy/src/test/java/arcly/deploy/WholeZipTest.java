package arcly.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.deploy.Refusal.Cure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeZipTest {
    private final byte[] jar = JarFixture.bundle("sample", "1.0.0").text("a/long", "0123456789".repeat(5_000)).text("b", "x")
            .bytes();

    @Test
    void readsTheManifest() throws Refusal {
        assertThat(new String(WholeZip.manifestOf(jar), StandardCharsets.UTF_8)).contains("Bundle-SymbolicName: sample");
    }

    @Test
    void beginningOfAnyLengthIsNotWhole() {
        for (int length = 0; length < jar.length; length++) {
            byte[] cut = Arrays.copyOf(jar, length);
            assertThatThrownBy(() -> WholeZip.manifestOf(cut)).isInstanceOfSatisfying(
                    Refusal.class, refusal -> assertThat(refusal.cure()).isEqualTo(Cure.REST));
        }
    }

    /** As a copy over a former file of the same length looks until its last byte. */
    @Test
    void beginningOfOneAndEndOfAnotherIsNotWhole() {
        byte[] other = JarFixture.bundle("sample", "1.0.1").text("a/long", "9876543210".repeat(5_000)).text("b", "y").bytes();
        assertThat(other).hasSameSizeAs(jar);
        int first = Arrays.mismatch(jar, other) + 1;
        int last = jar.length;
        while (jar[last - 1] == other[last - 1]) {
            last--;
        }
        for (int length = first; length < last; length++) {
            byte[] mixed = jar.clone();
            System.arraycopy(other, 0, mixed, 0, length);
            if (!Arrays.equals(mixed, other)) {
                assertThatThrownBy(() -> WholeZip.manifestOf(mixed)).isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(20261122);
        for (int round = 0; round < 20_000; round++) {
            byte[] garbled = jar.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            try {
                WholeZip.manifestOf(garbled);
            } catch (Refusal expected) {
                assertThat(expected).hasMessageStartingWith("it");
            }
        }
    }
}
