package arcly.transport.tcp;

import arcly.transport.ConnectionTimer;
import arcly.transport.handover.Fault;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task of a bundle that waits for its time. The loop's queue knows this object only, which forgets the task as it is run or
 * cancelled: whoever gets hold of it first has it. Any thread.
 */
final class BundleTimer implements ConnectionTimer, Runnable {
    private static final Logger log = LoggerFactory.getLogger(BundleTimer.class);

    private final AtomicReference<Runnable> task;
    private final long nanos;
    private final long due;
    private final Set<BundleTimer> running;
    private volatile ScheduledFuture<?> pending;

    BundleTimer(Runnable task, Duration delay, Set<BundleTimer> running) {
        this.task = new AtomicReference<>(task);
        this.nanos = Math.max(0, delay.toNanos());
        this.due = System.nanoTime() + nanos;
        this.running = running;
    }

    void start(EventLoop loop) {
        running.add(this);
        pending = loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        Runnable todo = take();
        if (todo != null) {
            try {
                todo.run();
            } catch (Throwable fault) { // an Error of its linkage too: its bundle may be on its way out
                log.warn("a timer's task failed: {}", Fault.textWithPlace(fault));
            }
        }
    }

    private Runnable take() {
        running.remove(this);
        return task.getAndSet(null);
    }

    @Override
    public long remaining() {
        return task.get() == null ? 0 : Math.max(1, due - System.nanoTime());
    }

    @Override
    public void cancel() {
        ScheduledFuture<?> waits = pending;
        if (take() != null && waits != null) {
            waits.cancel(false);
        }
    }
}
