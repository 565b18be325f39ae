package arcly.core.stream;

import static arcly.core.Studio.VIDEO;
import static arcly.core.Studio.frame;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.core.Studio;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RingTest {
    private final RingBudget budget = new RingBudget(() -> 1L << 30);

    private static void write(Ring ring, int number, boolean key, int bytes) {
        ring.write(frame(VIDEO, number, key, bytes), bytes);
    }

    @Test
    void holdsOneFrameLessThanItsLengthAndForgetsTheOldest() {
        Ring ring = new Ring(5, 1 << 20, budget); // eight slots
        for (int i = 0; i < 20; i++) {
            assertThat(ring.at(i)).isNull();
            write(ring, i, i == 3 || i == 15, 10);
            assertThat(ring.frames()).isEqualTo(Math.min(i + 1, 7));
            for (int back = 0; back < 10; back++) {
                boolean held = back < 7 && back <= i;
                assertThat(ring.at(i - back) != null).isEqualTo(held);
                if (held) {
                    assertThat(ring.at(i - back).dts()).isEqualTo((i - back) * Studio.MILLI);
                }
            }
            assertThat(ring.newestKey(0)).isEqualTo(i < 3 ? -1 : i < 10 ? 3 : i < 15 ? -1 : 15);
        }
        assertThat(ring.newestDts()).isEqualTo(19 * Studio.MILLI);
        assertThat(ring.keysOutlived()).isEqualTo(1);
    }

    @Test
    void boundedByBytesToo() {
        Ring ring = new Ring(64, 100, budget);
        for (int i = 0; i < 10; i++) {
            write(ring, i, true, 30);
        }
        assertThat(ring.bytes()).isEqualTo(90);
        assertThat(ring.frames()).isEqualTo(3);
        write(ring, 10, true, 100);
        assertThat(ring.frames()).isEqualTo(1);
        assertThat(ring.bytesFrom(ring.tail())).isEqualTo(100);
        assertThat(ring.holds(101)).isFalse();
    }

    @Test
    void takesFromTheBudgetByPiecesAndGivesAllBack() {
        Ring ring = new Ring(64, 10 << 20, budget);
        write(ring, 0, true, 10);
        assertThat(budget.taken()).isEqualTo(RingBudget.PIECE);
        write(ring, 1, true, 3 << 20);
        assertThat(budget.taken()).isBetween(3L << 20, (3L << 20) + RingBudget.PIECE);
        ring.release();
        assertThat(budget.taken()).isZero();
        assertThat(ring.frames()).isZero();
        assertThat(ring.at(1)).isNull();
    }

    @Test
    void whatItHoldsNoMoreGoesBackToTheBudgetWhileItLives() {
        Ring ring = new Ring(64, 64 << 20, budget);
        for (int i = 0; i < 40; i++) {
            write(ring, i, true, 200_000);
        }
        assertThat(budget.taken()).isBetween(8_000_000L, 8_000_000L + 2 * RingBudget.PIECE);
        for (int i = 40; i < 200; i++) {
            write(ring, i, true, 100);
            assertThat(budget.taken()).isBetween(ring.bytes(), ring.bytes() + 2 * RingBudget.PIECE);
        }
        assertThat(budget.taken()).isLessThanOrEqualTo(2 * RingBudget.PIECE);
        ring.release();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aRingThatIsFullLeavesTheBudgetAlone() {
        AtomicInteger asked = new AtomicInteger();
        Ring ring = new Ring(64, 1 << 20, new RingBudget(() -> {
            asked.incrementAndGet();
            return 1L << 30;
        }));
        for (int i = 0; i < 100; i++) {
            write(ring, i, true, 20_000 + i % 7 * 10_000);
        }
        int whileItFilled = asked.get();
        for (int i = 100; i < 1_000; i++) {
            write(ring, i, true, 20_000 + i % 7 * 10_000);
        }
        assertThat(asked).hasValue(whileItFilled);
    }

    @Test
    void aFrameLargerThanAPieceTakesNoMoreThanThereIs() {
        RingBudget small = new RingBudget(() -> 2 << 20);
        Ring ring = new Ring(64, 64 << 20, small);
        for (int i = 0; i < 10; i++) {
            write(ring, i, true, 150_000);
        }
        assertThat(ring.frames()).isEqualTo(10);
        write(ring, 10, true, 1 << 20);
        assertThat(small.taken()).isLessThanOrEqualTo(2 << 20);
        assertThat(ring.at(10)).isNotNull();
        write(ring, 11, true, 3 << 20); // one frame is always held
        assertThat(small.taken()).isEqualTo(3 << 20);
        write(ring, 12, true, 10);
        assertThat(small.taken()).isLessThanOrEqualTo(2 << 20);
        ring.release();
        assertThat(small.taken()).isZero();
    }

    /** Who has seen the head knows of each key frame before it. */
    @Test
    void aKeyFrameIsKnownAsSoonAsItIsThere() throws Exception {
        int frames = 500_000;
        Ring ring = new Ring(1024, 1 << 20, budget);
        Frame key = frame(VIDEO, 0, true, 1);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < frames; i++) {
                ring.write(key, 1);
            }
        });
        writer.start();
        long late = 0;
        long head;
        do {
            head = ring.head();
            if (ring.newestKey(VIDEO.id()) < head - 1) {
                late++;
            }
        } while (head < frames);
        writer.join();
        assertThat(late).isZero();
    }

    @Test
    void sideDataWeighs() {
        var frame = Frame.of(VIDEO).payload(Payload.wrap(new byte[5]))
                .sideData(Map.of("a", Payload.wrap(new byte[7]))).build();
        assertThat(Ring.weight(frame)).isEqualTo(12);
    }
}
