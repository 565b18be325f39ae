package arcly.core.stream;

import java.util.ArrayDeque;
import java.util.Deque;

/** Says when a publisher sends more than was granted, on average over ten seconds. Looked at about once a second. */
final class BitrateWatch {
    private static final long WINDOW = 10_000_000_000L;

    private final long bitsPerSecond;
    private final Deque<long[]> samples = new ArrayDeque<>(); // {when, bytes so far}

    BitrateWatch(long bitsPerSecond, long now, long bytes) {
        this.bitsPerSecond = bitsPerSecond;
        samples.add(new long[] {now, bytes});
    }

    /** Before ten seconds have passed, the ten seconds' whole allowance counts: a publisher may begin with a burst. */
    synchronized boolean isOver(long now, long bytes) {
        samples.add(new long[] {now, bytes});
        while (samples.size() > 2 && now - samples.peek()[0] > WINDOW) {
            samples.poll();
        }
        long time = Math.max(WINDOW, now - samples.peek()[0]);
        return (bytes - samples.peek()[1]) * Byte.SIZE > bitsPerSecond / 1e9 * time;
    }
}
