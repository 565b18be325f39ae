package arcly.core.event;

import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamListener;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with a queue of its own, so that it can only ever hurt itself: events reach it in order, one at a time, off the
 * hot path.
 *
 * <p>It keeps the listener's name and texts of its faults; the listener itself is let go with {@link #close()}.
 */
final class Lane {
    /** A few seconds of a busy server; a listener further behind than that will not catch up. */
    static final int MOST_WAITING = 4096;
    /** Faults without a success in between after which a listener is heard no more. */
    static final int MOST_FAULTS = 10;
    /** One call that takes longer is a fault, and one more for each such time again. */
    static final long STALL_NANOS = 5_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final Executor executor;
    private final Counters counters;
    private final Queue<StreamEvent> waiting = new ArrayDeque<>();
    private StreamListener listener;
    private boolean running;
    private long callBegan;
    private long stallsOfCall;
    private StreamEvent calledWith;
    private int faults;
    private long dropped;

    /** @param name bundle and version, for people */
    Lane(String name, StreamListener listener, Executor executor, Counters counters) {
        this.name = name;
        this.listener = listener;
        this.executor = executor;
        this.counters = counters;
    }

    String name() {
        return name;
    }

    void offer(StreamEvent event) {
        synchronized (this) {
            if (listener == null) {
                return;
            }
            if (waiting.size() >= MOST_WAITING) {
                dropped++;
                counters.count("listener.events.dropped");
                return;
            }
            waiting.add(event);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::drain);
        } catch (RuntimeException e) {
            synchronized (this) {
                running = false;
            }
            LOG.warn("no thread for listener {}: {}", name, e.toString());
        }
    }

    private void drain() {
        for (;;) {
            StreamListener to;
            StreamEvent event;
            synchronized (this) {
                event = waiting.poll();
                to = listener;
                if (event == null || to == null) {
                    running = false;
                    return;
                }
                calledWith = event;
                callBegan = Long.MIN_VALUE; // the watch sets it: the lane needs no clock
                stallsOfCall = 0;
            }
            String fault = null;
            try {
                to.happened(event);
            } catch (Throwable e) { // whatever a listener throws, an Error of its linkage too, concerns only itself
                fault = Faults.text(e);
            }
            finished(event, fault);
        }
    }

    private synchronized void finished(StreamEvent event, String fault) {
        calledWith = null;
        if (fault == null) {
            faults = 0;
        } else {
            fault(event + ": " + fault);
        }
    }

    /** Called about once a second: a call that lasts too long is a fault. */
    synchronized void watch(long now) {
        if (calledWith == null) {
            return;
        }
        if (callBegan == Long.MIN_VALUE) {
            callBegan = now;
        } else if (now - callBegan >= STALL_NANOS * (stallsOfCall + 1)) {
            stallsOfCall++;
            fault(calledWith + ": no return after " + (now - callBegan) / 1_000_000 + " ms");
        }
    }

    private void fault(String what) {
        faults++;
        counters.count("listener.faults");
        LOG.warn("listener {} failed on {} ({} of {} faults)", name, what, faults, MOST_FAULTS);
        if (faults >= MOST_FAULTS) {
            LOG.error("listener {} failed {} times in a row and is heard no more", name, faults);
            counters.count("listener.unbound");
            close();
        }
    }

    synchronized boolean isClosed() {
        return listener == null;
    }

    synchronized long dropped() {
        return dropped;
    }

    /** When this returns, nothing of the listener is referenced from here; a call may still be running. */
    synchronized void close() {
        listener = null;
        waiting.clear();
    }
}
