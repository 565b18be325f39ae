package arcly.media.rtp;

/**
 * The timeline of one source, on which the clocks of its tracks come together: each track has RTP timestamps of its own, with a
 * random start, and says only in sender reports how they go with the others (RFC 3550, 6.4.1).
 *
 * <p>Before the first reports a track starts where {@code RTP-Info} says (RFC 2326, 12.33), or, without it, at the time its first
 * packet arrived. The timeline is the source's: it drifts with the source's clock against the local one. Not thread-safe.
 */
public final class SourceClock {
    static final long UNKNOWN = Long.MIN_VALUE;

    private final long origin;
    private long firstArrival = UNKNOWN;
    private long ntpOrigin = UNKNOWN; // UTC of the timeline's 0
    private int epoch;                // how often the source has set its clock

    /** @param originNanos where on the stream's timeline the source begins */
    public SourceClock(long originNanos) {
        origin = originNanos;
    }

    /** What {@link #of} needs to go on elsewhere with the same arrival clock. */
    public long[] state() {
        return new long[] {origin, firstArrival, ntpOrigin, epoch};
    }

    /** One that goes on where another one stopped. @param state as {@link #state} gave it */
    public static SourceClock of(long[] state) {
        SourceClock clock = new SourceClock(state[0]);
        clock.firstArrival = state[1];
        clock.ntpOrigin = state[2];
        clock.epoch = (int) state[3];
        return clock;
    }

    /** The clock of another track of this source. @param clockRate ticks a second */
    public TrackClock track(int clockRate) {
        return new TrackClock(this, clockRate);
    }

    /** Where a track begins that nothing is known of but when it arrived. */
    long arrived(long arrivalNanos) {
        firstArrival = firstArrival == UNKNOWN ? arrivalNanos : firstArrival;
        return origin + arrivalNanos - firstArrival;
    }

    long origin() {
        return origin;
    }

    boolean hasNtp() {
        return ntpOrigin != UNKNOWN;
    }

    long ntpOrigin() {
        return ntpOrigin;
    }

    void ntpOrigin(long utcNanos) {
        ntpOrigin = utcNanos;
    }

    int epoch() {
        return epoch;
    }

    /** The source has set its clock: what its tracks have reported before belongs to another one. */
    void ntpStepped() {
        ntpOrigin = UNKNOWN;
        epoch++;
    }
}
