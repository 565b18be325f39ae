package arcly.core.event;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one log line through in some seconds and says how many it held back. Any thread. */
public final class Seldom {
    private static final long INTERVAL = 5_000_000_000L;

    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong held = new AtomicLong();

    /** @return how often it was asked since it last let one through, this time included; 0 to be quiet */
    public long ask(long nowNanos) {
        long count = held.incrementAndGet();
        long due = next.get();
        if ((due == Long.MIN_VALUE || nowNanos - due >= 0) && next.compareAndSet(due, nowNanos + INTERVAL)) {
            held.addAndGet(-count);
            return count;
        }
        return 0;
    }
}
