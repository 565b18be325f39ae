package arcly.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the publisher's thread pays for one frame while all readers of a loop sleep: the slot, the store, and waking the loop. The percentiles
 * include about 25 ns for reading the clock.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PublishBenchmark {

    @Param({"1", "100", "1000", "10000"})
    public int readers;

    @Param("1")
    public int loops;

    private Crowd crowd;

    @Setup(Level.Trial)
    public void open() throws Exception {
        crowd = new Crowd(readers, loops);
    }

    @Benchmark
    public void publish() {
        crowd.publish();
    }

    /** Not measured: the next frame finds every reader asleep again. */
    @TearDown(Level.Invocation)
    public void settle() {
        crowd.awaitDelivered();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        crowd.close();
    }
}
