package arcly.media.nal;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.media.Golden;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulationPreventionTest {

    @ParameterizedTest
    @CsvSource({
        "6500000001, 650000030001", "65000000, 6500000300", "650000, 65000003", "65000004, 65000004", "65000003, 6500000303",
        "6500000000000000, 6500000300000300000300", "650102, 650102", "65000100000002, 6500010000030002"})
    void putsInAndTakesOut(String plain, String escaped) {
        byte[] with = Golden.hex(escaped);
        byte[] without = Golden.hex(plain);
        assertThat(EmulationPrevention.remove(with, 0, with.length)).isEqualTo(without);
        assertThat(EmulationPrevention.insert(without, 0, without.length)).isEqualTo(with);
    }

    @Test
    void whatIsPutInComesOutAndHidesEveryStartCode() {
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            byte[] plain = new byte[random.nextInt(1, 60)];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = (byte) random.nextInt(5);
            }
            plain[plain.length - 1] = (byte) 0x80; // a NAL unit ends with its stop bit
            byte[] escaped = EmulationPrevention.insert(plain, 0, plain.length);
            assertThat(EmulationPrevention.remove(escaped, 0, escaped.length)).isEqualTo(plain);
            for (int i = 2; i < escaped.length; i++) {
                assertThat(escaped[i - 2] == 0 && escaped[i - 1] == 0 && escaped[i] >= 0 && escaped[i] < 3).isFalse();
            }
        }
    }

    @Test
    void takesOnlyThePartItIsGiven() {
        assertThat(EmulationPrevention.remove(Golden.hex("ff000003ff"), 1, 3)).isEqualTo(Golden.hex("0000"));
        assertThat(EmulationPrevention.insert(Golden.hex("ff000001ff"), 1, 3)).isEqualTo(Golden.hex("00000301"));
    }
}
