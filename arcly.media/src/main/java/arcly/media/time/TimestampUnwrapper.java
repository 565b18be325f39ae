package arcly.media.time;

/**
 * Turns the timestamps of a wire, which start over after 2^bits, into ones that never wrap.
 *
 * <p>Each timestamp is taken as the nearest one to its predecessor: up to half the range forwards, less than or exactly half of
 * it backwards (B-frames, tracks that share one timeline). Tracks of one wire timeline share one unwrapper; with one each they
 * could come to lie a whole range apart when the first of one stands before the wrap and that of the other after it.
 *
 * <p>Not thread-safe. To go on elsewhere, {@link #last()} is all that has to be handed over.
 */
public final class TimestampUnwrapper {
    private static final int WIDEST = 62; // half a range and the sum of two still fit into a long

    private final int bits;
    private boolean started;
    private long last;

    /** @param bits width on the wire, 2 to 62: 32 for RTMP, FLV and RTP, 33 for MPEG-TS */
    public TimestampUnwrapper(int bits) {
        if (bits < 2 || bits > WIDEST) {
            throw new IllegalArgumentException(bits + " bits; allowed are 2 to " + WIDEST);
        }
        this.bits = bits;
    }

    /** One that goes on after {@code last}, as if it had returned that. */
    public static TimestampUnwrapper after(long last, int bits) {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(bits);
        unwrapper.last = last;
        unwrapper.started = true;
        return unwrapper;
    }

    /** The timestamp without wrap. The first is itself; bits above the width are ignored. Below 0 if time went back before 0. */
    public long unwrap(long wire) {
        int unused = Long.SIZE - bits;
        long step = (wire - last) << unused >> unused;
        last = started ? last + step : wire << unused >>> unused;
        started = true;
        return last;
    }

    /** False until the first timestamp. */
    public boolean isStarted() {
        return started;
    }

    /** What was returned last; 0 before the first. */
    public long last() {
        return last;
    }
}
