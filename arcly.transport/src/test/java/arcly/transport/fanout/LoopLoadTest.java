package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopLoadTest {
    private static final long WINDOW = Duration.ofMillis(20).toNanos();
    private final LoopLoad load = new LoopLoad(0);
    private long now;

    private void spend(double share) {
        for (int i = 0; i < 400; i++) {
            long work = (long) (WINDOW * share);
            load.worked(now, now + work);
            now += WINDOW;
        }
    }

    @Test
    void windowIsAsAskedForWhileWritingIsNextToNothing() {
        spend(0.015);
        assertThat(load.stretched(WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void windowGrowsWithTheLoadToTheDoubleAndBack() {
        spend(0.04);
        assertThat(load.stretched(WINDOW)).isBetween(WINDOW * 14 / 10, WINDOW * 16 / 10);
        spend(1);
        assertThat(load.stretched(WINDOW)).isEqualTo(2 * WINDOW);
        assertThat(load.stretched(0)).isZero();
        spend(0.01);
        assertThat(load.stretched(WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void windowIsNotStretchedBeyondWhatIsSeen() {
        spend(1);
        assertThat(load.stretched(WINDOW * 3 / 2)).isEqualTo(2 * WINDOW);
        assertThat(load.stretched(2 * WINDOW)).isEqualTo(2 * WINDOW);
        assertThat(load.stretched(350_000_000)).isEqualTo(350_000_000);
    }
}
