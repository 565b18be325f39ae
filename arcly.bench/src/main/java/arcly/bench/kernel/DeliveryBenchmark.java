package arcly.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Deliveries per second: an operation publishes a burst and waits until every reader has read all of it, so that with a burst of 1 every
 * reader is woken for every single frame. The figure to read is {@code deliveries}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DeliveryBenchmark {

    /** Counted per second by JMH. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Delivered {
        public long deliveries;
    }

    @Param({"1", "100", "1000", "10000"})
    public int readers;

    @Param({"1", "64"})
    public int burst;

    @Param("1")
    public int loops;

    private Crowd crowd;

    @Setup(Level.Trial)
    public void open() throws Exception {
        crowd = new Crowd(readers, loops);
    }

    @Benchmark
    public void publishAndDeliver(Delivered delivered) {
        for (int i = 0; i < burst; i++) {
            crowd.publish();
        }
        crowd.awaitDelivered();
        delivered.deliveries += (long) burst * readers;
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        crowd.close();
    }
}
