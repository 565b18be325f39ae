package arcly.itest.scene;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much of the machine others have taken: a pause says nothing about arcly if it waited for a core. Linux only; elsewhere
 * it sees nobody.
 */
public final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every Linux
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    private long others = others();
    private long time = System.nanoTime();

    /** Cores that others were busy with on average since this was last asked: 0.5 is half of one. */
    public double othersSince() {
        long nowOthers = others();
        long now = System.nanoTime();
        double share = (double) (nowOthers - others) / Math.max(1, now - time);
        others = nowOthers;
        time = now;
        return Math.max(0, share);
    }

    /** CPU time of everybody but this process, nanoseconds (proc(5), /proc/stat). */
    private static long others() {
        if (!Files.exists(STAT)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STAT)) {
            String[] field = lines.findFirst().orElseThrow().trim().split("\\s+");
            long busy = LongStream.rangeClosed(0, STEAL).filter(i -> i != IDLE && i != IO_WAIT)
                    .map(i -> Long.parseLong(field[(int) i + 1])).sum();
            return busy * TICK_NANOS - ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
