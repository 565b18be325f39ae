package arcly.transport.fanout;

import java.util.concurrent.atomic.AtomicLong;

/** What one loop has written: counted by the loop, read by anybody. */
final class FanOutFigures {
    final AtomicLong writes = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong sharedEncodes = new AtomicLong();
    final AtomicLong privateEncodes = new AtomicLong();
    final AtomicLong formFailures = new AtomicLong();
    final AtomicLong cacheBytes = new AtomicLong();

    /** One writer, so that no locked instruction is needed. */
    static void add(AtomicLong figure, long amount) {
        figure.setOpaque(figure.getPlain() + amount);
    }
}
