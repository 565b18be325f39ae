package arcly.transport.fanout;

/**
 * How much of its time a loop spends on writing to viewers, and whether windows are stretched because of it.
 *
 * <p>Only the fan-out's own time counts: writing less often is a cure for that and for nothing else the loop may be busy with. While
 * that is next to nothing, windows stay as they were asked for; then they double, but not beyond 40 ms, as a write costs the same
 * however much is in it. They do not grow bit by bit: between 20 and 33 ms video of 30 frames a second waits for sound and is not
 * joined by its next frame, which costs more time and more writes than 40 ms do. As a double window halves the share, windows
 * shrink again at a third of it only.
 */
final class LoopLoad {
    private static final long MEASURED_NANOS = 100_000_000;
    private static final double SMOOTHING = 0.25;
    /** Of the loop's time. So little, because from here on the cost grows with each viewer, and below there is little to save. */
    private static final double STRETCHED_FROM = 0.015;
    private static final double CALM_FROM = 0.005;
    private static final long LONGEST_STRETCHED = 40_000_000; // more would be seen by those who talk to each other

    private long since;
    private long spent;
    private double share;
    private boolean stretched;

    LoopLoad(long now) {
        since = now;
    }

    /** The fan-out worked from {@code start} to {@code end}, both of the loop's clock. */
    void worked(long start, long end) {
        spent += end - start;
        long elapsed = end - since;
        if (elapsed >= MEASURED_NANOS) {
            share += ((double) spent / elapsed - share) * SMOOTHING;
            stretched = share > (stretched ? CALM_FROM : STRETCHED_FROM);
            spent = 0;
            since = end;
        }
    }

    /** Nanoseconds: the window, or up to the double of it. */
    long stretched(long window) {
        return stretched && window < LONGEST_STRETCHED ? Math.min(2 * window, LONGEST_STRETCHED) : window;
    }
}
