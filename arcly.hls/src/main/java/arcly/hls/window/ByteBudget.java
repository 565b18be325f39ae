package arcly.hls.window;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What the segments of all streams may take together. Any thread. */
public final class ByteBudget {
    private final AtomicLong taken = new AtomicLong();
    private final LongSupplier most;

    /** @param most bytes, asked each time */
    public ByteBudget(LongSupplier most) {
        this.most = most;
    }

    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    boolean isOver() {
        return taken.get() > most.getAsLong();
    }

    public long taken() {
        return taken.get();
    }
}
