package arcly.core.stream;

/** How fast a count grows, over the last few samples. */
final class Rate {
    private final long[] times = new long[Meter.SAMPLES + 1];
    private final long[] counts = new long[Meter.SAMPLES + 1];
    private int samples;

    synchronized void sample(long now, long count) {
        if (samples == times.length) {
            System.arraycopy(times, 1, times, 0, samples - 1);
            System.arraycopy(counts, 1, counts, 0, samples - 1);
            samples--;
        }
        times[samples] = now;
        counts[samples] = count;
        samples++;
    }

    /** 0 before the second sample. */
    synchronized double perSecond() {
        if (samples < 2 || times[samples - 1] == times[0]) {
            return 0;
        }
        return (counts[samples - 1] - counts[0]) * 1e9 / (times[samples - 1] - times[0]);
    }
}
