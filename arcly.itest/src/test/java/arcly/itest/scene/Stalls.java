package arcly.itest.scene;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices when this process stood still as a whole (a collection, a busy machine): a thread that asks for the time each
 * millisecond.
 */
public final class Stalls implements AutoCloseable {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "stalls");
    private volatile boolean over;

    public Stalls() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The longest standstill since this was last asked, nanoseconds. */
    public long longest() {
        return longest.getAndSet(0);
    }

    private void watch() {
        long before = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(STEP);
            long now = System.nanoTime();
            long stall = now - before - STEP;
            longest.accumulateAndGet(stall, Math::max);
            before = now;
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
