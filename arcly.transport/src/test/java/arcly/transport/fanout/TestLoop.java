package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.WireOptions;
import arcly.transport.fanout.TestStream.TestReader;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A loop whose time and turns the test owns, and the fan-out on it. Closing checks that no buffer is left. */
final class TestLoop implements AutoCloseable {
    final MockTicker ticker = Ticker.newMockTicker();
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    final TestForm form = new TestForm();
    final LoopFanOut fanOut;
    final List<TestSink> sinks = new ArrayList<>();

    TestLoop() {
        this(FanOutLimits.DEFAULT);
    }

    TestLoop(FanOutLimits limits) {
        fanOut = new LoopFanOut(channel.eventLoop(), allocator, limits);
    }

    WireOptions options() {
        return WireOptions.of("test.1", form);
    }

    /** A viewer at the newest key frame, who was written to already. */
    TestSink join(TestStream stream) {
        TestSink sink = open(stream, stream.open(null), options());
        run();
        return sink;
    }

    TestSink open(TestStream stream, TestReader reader, WireOptions options) {
        TestSink sink = new TestSink(allocator);
        sinks.add(sink);
        sink.viewer = fanOut.open(sink, new TestSession(reader), options, sink);
        return sink;
    }

    /** All that is due now. */
    void run() {
        channel.runPendingTasks();
    }

    void advance(Duration time) {
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        run();
    }

    /** Runs, and lets two windows pass, so that everything published is out. */
    void settle() {
        run();
        advance(Duration.ofMillis(20));
        advance(Duration.ofMillis(20));
    }

    static List<String> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void close() {
        sinks.forEach(TestSink::lose);
        run();
        assertThat(fanOut.groups()).as("groups without viewers").isZero();
        assertThat(fanOut.cacheBytes()).as("bytes held").isZero();
        assertThat(allocator.metric().usedDirectMemory()).as("direct memory").isZero();
        assertThat(allocator.metric().usedHeapMemory()).as("heap buffers").isZero();
        channel.finishAndReleaseAll();
    }
}
