package arcly.media.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimebaseTest {
    private static final BigInteger TWO = BigInteger.TWO;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, DOWN, 0", "1, 1, 3, NEAREST, 0", "1, 1, 3, UP, 1",
        "1, 1, 2, NEAREST, 1", "-1, 1, 2, NEAREST, 0", "-3, 1, 2, NEAREST, -1",
        "-1, 1, 3, DOWN, -1", "-1, 1, 3, NEAREST, 0", "-1, 1, 3, UP, 0", "-2, 1, 3, NEAREST, -1",
        "6, 1, 3, DOWN, 2", "6, 1, 3, UP, 2", "0, 7, 9, UP, 0"})
    void roundsAsDeclared(long value, int multiplier, int divisor, Rounding rounding, long expected) {
        assertThat(Timebase.rescale(value, multiplier, divisor, rounding)).isEqualTo(expected);
    }

    @Test
    void knowsTheUsualOnes() {
        assertThat(Timebase.MILLIS.toNanos(40)).isEqualTo(40_000_000);
        assertThat(Timebase.NINETY_KHZ.toNanos(3_600)).isEqualTo(40_000_000);
        assertThat(Timebase.of(44_100).toNanos(1_024)).isEqualTo(23_219_955);
        assertThat(Timebase.NINETY_KHZ.fromNanos(33_366_667)).isEqualTo(3_003);
        assertThat(Timebase.MILLIS.fromNanos(33_366_667, Rounding.DOWN)).isEqualTo(33);
        assertThat(Timebase.NINETY_KHZ.to(Timebase.of(48_000), (1L << 33) - 1, Rounding.NEAREST)).isEqualTo(4_581_298_449L);
    }

    @ParameterizedTest
    @EnumSource(Rounding.class)
    void agreesWithExactArithmetic(Rounding rounding) {
        Random random = new Random(17);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int multiplier = (random.nextInt() >>> random.nextInt(1, 31)) + 1 & Integer.MAX_VALUE | 1;
            int divisor = (random.nextInt() >>> random.nextInt(1, 31)) + 1 & Integer.MAX_VALUE | 1;
            BigInteger expected = exact(value, multiplier, divisor, rounding);
            if (expected.bitLength() < Long.SIZE) {
                assertThat(Timebase.rescale(value, multiplier, divisor, rounding))
                        .as("%d * %d / %d %s", value, multiplier, divisor, rounding).isEqualTo(expected.longValue());
            } else {
                assertThatExceptionOfType(ArithmeticException.class)
                        .isThrownBy(() -> Timebase.rescale(value, multiplier, divisor, rounding));
            }
        }
    }

    /** Half goes up, so nearest is floor(value + 1/2). */
    private static BigInteger exact(long value, int multiplier, int divisor, Rounding rounding) {
        BigDecimal over = new BigDecimal(BigInteger.valueOf(value).multiply(BigInteger.valueOf(multiplier)).multiply(TWO)
                .add(rounding == Rounding.NEAREST ? BigInteger.valueOf(divisor) : BigInteger.ZERO));
        RoundingMode mode = rounding == Rounding.UP ? RoundingMode.CEILING : RoundingMode.FLOOR;
        return over.divide(BigDecimal.valueOf(2L * divisor), 0, mode).toBigInteger();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 7_350, 44_100, 48_000, 90_000, 192_000, 1_000_000, 999_999_999})
    void tickGoesToNanosecondsAndBack(int ticksPerSecond) {
        Timebase timebase = Timebase.of(ticksPerSecond);
        Random random = new Random(ticksPerSecond);
        long most = Timebase.NANOS.to(timebase, Long.MAX_VALUE, Rounding.DOWN) - 1;
        for (int i = 0; i < 20_000; i++) {
            long ticks = random.nextLong() >> random.nextInt(64);
            if (Math.abs(ticks) < most) {
                assertThat(timebase.fromNanos(timebase.toNanos(ticks))).isEqualTo(ticks);
            }
        }
    }

    @Test
    void movedTimelineRoundsAlike() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong(1L << 50) - (1L << 49);
            long moved = Timebase.NINETY_KHZ.fromNanos(nanos + 7_000_000_000L);
            assertThat(moved).isEqualTo(Timebase.NINETY_KHZ.fromNanos(nanos) + 7 * 90_000);
        }
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThatIllegalArgumentException().isThrownBy(() -> Timebase.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Timebase.rescale(1, 1, 0, Rounding.DOWN));
    }

    @Test
    void equalByValue() {
        assertThat(Timebase.of(90_000)).isEqualTo(Timebase.NINETY_KHZ).hasSameHashCodeAs(Timebase.NINETY_KHZ)
                .isNotEqualTo(Timebase.MILLIS).hasToString("90000 Hz");
    }
}
