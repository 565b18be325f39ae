package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameCacheTest {
    private static final long LIMIT = 1 << 20;
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final FanOutFigures figures = new FanOutFigures();
    private final SlabStore store = new SlabStore(allocator, LIMIT, figures);
    private final TestForm wire = new TestForm();
    private final FrameCache cache = cache();

    private FrameCache cache() {
        SafeForm form = new SafeForm("test", figures);
        form.use(wire);
        return new FrameCache(store, form, figures, TimeUnit.SECONDS.toNanos(30));
    }

    @AfterEach
    void nothingIsLeft() {
        cache.release();
        assertThat(figures.cacheBytes.get()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private static Frame frame(long number, int size) {
        return Frame.of(TestStream.VIDEO).dts(number).payload(TestStream.payload((int) number, size)).build();
    }

    @Test
    void runOfFramesLiesTogether() {
        int first = cache.encode(frame(10, 100), 10, 0);
        int second = cache.encode(frame(11, 50), 11, 0);
        assertThat(cache.slab(second)).isSameAs(cache.slab(first));
        assertThat(cache.offset(second)).isEqualTo(cache.offset(first) + cache.length(first));
        assertThat(cache.find(10)).isEqualTo(first);
        assertThat(cache.find(12)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.find(9)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.encode(frame(9, 50), 9, 0)).isEqualTo(FrameCache.APART);
    }

    @Test
    void frameMuchLongerThanItsPayloadStillFits() {
        wire.padding = 3100;
        for (int i = 0; i < 100; i++) {
            int place = cache.encode(frame(i, 100), i, 0);
            assertThat(cache.length(place)).isEqualTo(3217);
        }
        assertThat(wire.encoded.size()).as("it learns: few are made twice").isBetween(101, 104);
        wire.padding = 50_000;
        int place = cache.encode(frame(100, 30_000), 100, 0);
        assertThat(cache.length(place)).isEqualTo(80_017);
    }

    @Test
    void byteLimitHoldsOverAllStreamsAndTheOldestGoFirst() {
        FrameCache other = cache();
        other.encode(frame(1, 40_000), 1, 0);
        for (int i = 0; i < 100; i++) {
            cache.encode(frame(i, 40_000), i, 1);
            assertThat(figures.cacheBytes.get()).isLessThanOrEqualTo(LIMIT);
        }
        assertThat(other.find(1)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.find(99)).isNotNegative();
        assertThat(cache.find(0)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.encode(frame(0, 40_000), 0, 1)).as("what was pushed out pushes nothing out").isEqualTo(FrameCache.APART);
        other.release();
    }

    @Test
    void groupOfPicturesStaysAndWhatIsBeforeItGoes() {
        long second = TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < 200; i++) {
            cache.encode(frame(i, 3000), i, i * second / 10);
        }
        long keyCame = 100 * second / 10;
        cache.age(20 * second, keyCame);
        assertThat(cache.find(50)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.find(95)).as("sound that belongs to the key frame").isNotNegative();
        assertThat(cache.find(100)).isNotNegative();
        assertThat(cache.find(199)).isNotNegative();
        cache.age(45 * second, keyCame);
        assertThat(cache.find(120)).as("older than 30 s").isEqualTo(FrameCache.ABSENT);
        assertThat(cache.find(199)).isNotNegative();
    }

    @Test
    void holesAreFilledAndFarJumpsForgetWhatWasBefore() {
        cache.begin(5);
        cache.encode(frame(2000, 10), 2000, 0);
        assertThat(cache.find(1000)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.encode(frame(1000, 10), 1000, 0)).isNotNegative();
        assertThat(cache.find(1000)).isNotNegative();
        assertThat(cache.find(2000)).isNotNegative();
        cache.encode(frame(1_000_000, 10), 1_000_000, 0);
        assertThat(cache.find(2000)).isEqualTo(FrameCache.ABSENT);
        assertThat(cache.find(1_000_000)).isNotNegative();
        assertThat(cache.encode(frame(2000, 10), 2000, 0)).isEqualTo(FrameCache.APART);
    }
}
