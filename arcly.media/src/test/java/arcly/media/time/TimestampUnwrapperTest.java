package arcly.media.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampUnwrapperTest {

    @Test
    void goesOnAfterTheWrapOf32Bits() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(32);
        assertThat(unwrapper.unwrap(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(unwrapper.unwrap(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(unwrapper.unwrap(0xFFFF_FFFFL)).as("a small step back over the wrap").isEqualTo(0xFFFF_FFFFL);
        assertThat(unwrapper.unwrap(0x20)).isEqualTo(0x1_0000_0020L);
    }

    @Test
    void takesSignedIntsOfTheWireAsTheyAre() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(32);
        assertThat(unwrapper.unwrap(-16)).isEqualTo(0xFFFF_FFF0L);
        assertThat(unwrapper.unwrap((int) 0xFFFF_FFF8L)).isEqualTo(0xFFFF_FFF8L);
    }

    @Test
    void goesBelowZeroWhenTimeGoesBackBeforeIt() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(33);
        assertThat(unwrapper.unwrap(100)).isEqualTo(100);
        assertThat(unwrapper.unwrap((1L << 33) - 50)).isEqualTo(-50);
        assertThat(unwrapper.unwrap(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16, 24, 31, 32, 33, 48, 62})
    void followsAnyTimelineOfStepsBelowHalfTheRange(int bits) {
        Random random = new Random(bits);
        long half = 1L << bits - 1;
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(bits);
        long time = random.nextLong(2 * half);
        assertThat(unwrapper.unwrap(time)).isEqualTo(time);
        for (int i = 0; i < 10_000; i++) {
            long step = random.nextInt(4) == 0 ? -random.nextLong(half) - 1 : random.nextLong(half);
            if (Math.abs(time + step) > Long.MAX_VALUE / 2) {
                step = -step / 2;
            }
            time += step;
            assertThat(unwrapper.unwrap(time & 2 * half - 1)).isEqualTo(time);
        }
    }

    @Test
    void anotherOneGoesOnWhereItStopped() {
        TimestampUnwrapper first = new TimestampUnwrapper(32);
        assertThat(first.isStarted()).isFalse();
        first.unwrap(0xFFFF_FFF0L);
        first.unwrap(5);
        assertThat(first.isStarted()).isTrue();
        TimestampUnwrapper second = TimestampUnwrapper.after(first.last(), 32);
        assertThat(second.unwrap(9)).isEqualTo(first.unwrap(9)).isEqualTo(0x1_0000_0009L);
    }

    @Test
    void refusesAWidthThatNoLongCanFollow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TimestampUnwrapper(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TimestampUnwrapper(63));
    }
}
