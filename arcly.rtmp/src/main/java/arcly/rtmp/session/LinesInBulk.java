package arcly.rtmp.session;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Bounds the lines that strangers can make this server write, one per connection that misbehaves: the first ones are all
 * written, then at most one a second, which says how many were left out before it. Any thread.
 */
final class LinesInBulk {
    /** Enough to see who it is; a screen full is not. */
    static final int AT_ONCE = 20;
    private static final long REFILL_NANOS = 1_000_000_000;

    private final LongSupplier nanoTime;
    private long full; // when all may be written again: each line puts it off by REFILL_NANOS
    private long leftOut;

    LinesInBulk(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        full = nanoTime.getAsLong();
    }

    /** True if the line may be written; if lines were left out before it, that has been said. */
    synchronized boolean mayWrite(Logger log) {
        long now = nanoTime.getAsLong();
        long next = Math.max(0, full - now) + REFILL_NANOS;
        if (next > AT_ONCE * REFILL_NANOS) {
            if (leftOut++ == 0) {
                log.warn("more RTMP clients misbehave than are named here: at most one a second is from here on");
            }
            return false;
        }
        full = now + next;
        if (leftOut > 0) {
            log.warn("{} more RTMP clients misbehaved and were not named", leftOut);
            leftOut = 0;
        }
        return true;
    }
}
