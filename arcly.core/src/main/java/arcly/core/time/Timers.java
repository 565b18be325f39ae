package arcly.core.time;

import arcly.core.event.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in the kernel that happens later. Tasks are the kernel's own and short; they run in {@link #runDue()}, on the thread
 * of whoever owns the time: {@link TimerThread}, or a test.
 */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final LongSupplier nanoTime;
    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private Runnable earlier = () -> { };
    private long numbered;

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    public Timers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The clock that these timers go by, nanoseconds. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /** Runs {@code task} once, {@code nanos} from now or soon after. */
    public Timer after(long nanos, Runnable task) {
        Timer timer;
        Runnable tell = null;
        synchronized (this) {
            timer = new Timer(now() + Math.max(0, nanos), numbered++, task);
            queue.add(timer);
            if (queue.peek() == timer) {
                tell = earlier;
            }
        }
        if (tell != null) {
            tell.run();
        }
        return timer;
    }

    /** Runs what is due, in order. A task that throws is logged and hurts no other. */
    public void runDue() {
        for (Runnable task : takeDue()) {
            try {
                task.run();
            } catch (Throwable e) { // an Error too: the kernel's only clock must not stop with it
                LOG.error("a timed task of the kernel failed: {}", Faults.text(e));
            }
        }
    }

    /** Nanoseconds until {@link #runDue()} has something to do, at least 0; {@link Long#MAX_VALUE} if there is nothing. */
    public synchronized long nextDelay() {
        dropCancelled();
        return queue.isEmpty() ? Long.MAX_VALUE : Math.max(0, queue.peek().due - now());
    }

    /** Calls {@code whenEarlier} whenever a timer is set before all others. */
    synchronized void driver(Runnable whenEarlier) {
        earlier = whenEarlier;
    }

    private synchronized List<Runnable> takeDue() {
        List<Runnable> due = new ArrayList<>();
        long now = now();
        dropCancelled();
        while (!queue.isEmpty() && queue.peek().due - now <= 0) {
            Runnable task = queue.poll().take();
            if (task != null) {
                due.add(task);
            }
            dropCancelled();
        }
        return due;
    }

    private void dropCancelled() {
        while (!queue.isEmpty() && queue.peek().isCancelled()) {
            queue.poll();
        }
    }

    /** One task that waits for its time. */
    public static final class Timer implements Comparable<Timer> {
        private final long due;
        private final long number;
        private Runnable task;

        private Timer(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        /** From here on the task does not begin, and is not referenced. */
        public synchronized void cancel() {
            task = null;
        }

        private synchronized boolean isCancelled() {
            return task == null;
        }

        private synchronized Runnable take() {
            Runnable taken = task;
            task = null;
            return taken;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
