package arcly.transport.handover;

import java.util.function.Consumer;

/** One change from a generation to the next, while it runs: counts what the connections report from their loops. */
public final class Handover {
    private final boolean takeover;
    private final Consumer<Handover> done;
    private int outstanding;
    private int adopted;
    private int closed;
    private long longestPause;
    private long queued;

    Handover(boolean takeover, int connections, Consumer<Handover> done) {
        this.takeover = takeover;
        this.outstanding = connections;
        this.done = done;
    }

    /** @param pause nanoseconds that it was not read; @param bytes that had arrived meanwhile, or were not decoded yet */
    public void adopted(long pause, long bytes) {
        synchronized (this) {
            adopted++;
            longestPause = Math.max(longestPause, pause);
            queued += bytes;
        }
        one();
    }

    public void refused() {
        synchronized (this) {
            closed++;
        }
        one();
    }

    /** It had gone meanwhile, was where it belongs already, or nobody is there to adopt it. */
    public void passed() {
        one();
    }

    private void one() {
        boolean last;
        synchronized (this) {
            last = --outstanding == 0;
        }
        if (last) {
            done.accept(this);
        }
    }

    boolean isTakeover() {
        return takeover;
    }

    synchronized int adoptions() {
        return adopted;
    }

    synchronized int closures() {
        return closed;
    }

    synchronized long longestPause() {
        return longestPause;
    }

    synchronized long queuedBytes() {
        return queued;
    }
}
