package arcly.media.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeTimesTest {
    private static final long PICTURE = 40_000_000;

    private final DecodeTimes times = new DecodeTimes();

    /** Decode times in pictures, of presentation times in pictures. */
    private List<Double> of(double... pts) {
        return Arrays.stream(pts).mapToObj(each -> times.next(Math.round(each * PICTURE)) / (double) PICTURE).toList();
    }

    @Test
    void withoutReorderingTheyAreThePresentationTimes() {
        assertThat(of(0, 1, 2, 4, 4.5)).containsExactly(0.0, 1.0, 2.0, 4.0, 4.5);
        assertThat(times.strange()).isZero();
    }

    @Test
    void withAnAnnouncedDepthTheyAreEvenFromTheBeginning() {
        times.depth(1);
        times.pictureDuration(PICTURE);
        assertThat(of(0, 3, 1, 2, 6, 4, 5)).containsExactly(-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void withAPyramidToo() {
        times.depth(2);
        times.pictureDuration(PICTURE);
        assertThat(of(0, 4, 2, 1, 3, 8, 6, 5, 7)).containsExactly(-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    }

    @Test
    void depthThatTurnsOutTooSmallIsRaised() {
        List<Double> dts = of(0, 3, 1, 2, 6, 4, 5, 9, 7);
        assertThat(times.depth()).isEqualTo(1);
        assertThat(times.strange()).as("the pictures that came after 3 and before it").isPositive();
        assertThat(dts).isSorted();
        assertThat(dts.subList(6, 9)).containsExactly(5.0, 6.0, 7.0).as("even again");
    }

    @Test
    void depthThatGoesDownDoesNotBringThemBack() {
        times.depth(2);
        of(0, 2, 1);
        times.depth(0);
        assertThat(of(3, 4)).containsExactly(3.0, 4.0);
    }

    @Test
    void afterARestartTheyGoOn() {
        of(100, 101, 102);
        times.restart();
        assertThat(of(50, 51)).as("they do not go back").containsExactly(102.0, 102.0);
        assertThat(of(200, 201)).containsExactly(200.0, 201.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16})
    void neverGoBackWhateverComes(int depth) {
        Random random = new Random(depth);
        times.depth(depth);
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 10_000; i++) {
            long dts = times.next(random.nextLong(1L << 40));
            assertThat(dts).isGreaterThanOrEqualTo(last);
            last = dts;
        }
    }
}
