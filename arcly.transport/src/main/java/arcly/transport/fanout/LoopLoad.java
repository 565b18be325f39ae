package arcly.transport.fanout;

/**
 * How much of its time a loop spends on writing to viewers, and by how much windows are stretched because of it.
 *
 * <p>Only the fan-out's own time counts: writing less often is a cure for that and for nothing else the loop may be busy with. While
 * that is next to nothing, windows stay as they were asked for; then they grow evenly, to the double, but not beyond 40 ms, as a
 * write costs the same however much is in it. The share is smoothed, and falls as windows grow, so it settles.
 */
final class LoopLoad {
    private static final long MEASURED_NANOS = 100_000_000;
    private static final double SMOOTHING = 0.25;
    /** Of the loop's time. So little, because below it there is nothing to save, and from it on the cost grows with each viewer. */
    private static final double CALM = 0.02;
    private static final double FULL = 0.06;
    private static final long LONGEST_STRETCHED = 40_000_000; // more would be seen by those who talk to each other

    private long since;
    private long spent;
    private double share;

    LoopLoad(long now) {
        since = now;
    }

    /** The fan-out worked from {@code start} to {@code end}, both of the loop's clock. */
    void worked(long start, long end) {
        spent += end - start;
        long elapsed = end - since;
        if (elapsed >= MEASURED_NANOS) {
            share += ((double) spent / elapsed - share) * SMOOTHING;
            spent = 0;
            since = end;
        }
    }

    /** Nanoseconds: the window, or up to the double of it. */
    long stretched(long window) {
        if (share <= CALM || window >= LONGEST_STRETCHED) {
            return window;
        }
        long longest = Math.min(2 * window, LONGEST_STRETCHED);
        return window + (long) ((longest - window) * Math.min((share - CALM) / (FULL - CALM), 1));
    }
}
