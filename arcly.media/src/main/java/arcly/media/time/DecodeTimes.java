package arcly.media.time;

/**
 * Decode times for pictures of which the wire tells only when they are shown, and which come in decode order.
 *
 * <p>With a reorder depth of n a picture's decode time is the (n+1)-th latest presentation time so far: where nothing is
 * reordered (n = 0), its own. Nothing is held back for that. Presentation times that go back further than the depth allows
 * raise it. Nanoseconds. Not thread-safe.
 */
public final class DecodeTimes {
    /** No codec holds more pictures (H.264, A.3.1: MaxDpbFrames; H.265, A.4.2). */
    public static final int MOST_DEPTH = 16;

    private static final long USUAL_DURATION = 33_333_333; // a thirtieth of a second
    private static final long SMALLEST_STEP = 1_000_000;   // a millisecond: what RTMP can tell apart

    private final long[] latest = new long[MOST_DEPTH + 1]; // presentation times, latest first
    private int known;      // of them
    private int depth;
    private long duration = USUAL_DURATION;
    private boolean started;
    private long last;
    private long strange;

    /** How many pictures stand before another one in decode order and after it in output order, 0 to {@link #MOST_DEPTH}. */
    public void depth(int pictures) {
        depth = Math.max(0, Math.min(pictures, MOST_DEPTH));
    }

    public int depth() {
        return depth;
    }

    /** How long a picture lasts, for the times of the first ones; only a guess is needed. */
    public void pictureDuration(long nanos) {
        duration = nanos > 0 ? nanos : USUAL_DURATION;
    }

    /** The decode time of the next picture: never before the last one's, and not after {@code pts} unless that is too late. */
    public long next(long pts) {
        int before = insert(pts);
        if (before > depth) {
            depth = Math.min(before, MOST_DEPTH);
        }
        long dts = known > depth ? latest[depth] : latest[known - 1] - (depth - known + 1) * duration;
        dts = Math.min(dts, pts);
        if (started && dts <= last) {
            dts = Math.max(last, Math.min(pts, last + SMALLEST_STEP));
            strange += dts > pts ? 1 : 0;
        }
        started = true;
        last = dts;
        return dts;
    }

    /** The presentation times before have nothing to do with the next ones; decode times still do not go back. */
    public void restart() {
        known = 0;
    }

    /** What {@link #resume} needs to go on elsewhere. */
    public long[] state() {
        long[] state = new long[4 + known];
        state[0] = depth;
        state[1] = duration;
        state[2] = started ? 1 : 0;
        state[3] = last;
        System.arraycopy(latest, 0, state, 4, known);
        return state;
    }

    /** Goes on where another one stopped. @param state as {@link #state} gave it */
    public void resume(long[] state) {
        depth((int) state[0]);
        duration = state[1];
        started = state[2] != 0;
        last = state[3];
        known = Math.min(latest.length, state.length - 4);
        System.arraycopy(state, 4, latest, 0, known);
    }

    /** Pictures that are to be shown before their decode time, since the beginning: their order was not known in time. */
    public long strange() {
        return strange;
    }

    /** How many are later than this one. */
    private int insert(long pts) {
        int at = 0;
        while (at < known && latest[at] > pts) {
            at++;
        }
        if (at == latest.length) {
            return at;
        }
        int moved = Math.min(known, latest.length - 1) - at;
        System.arraycopy(latest, at, latest, at + 1, moved);
        latest[at] = pts;
        known = Math.min(known + 1, latest.length);
        return at;
    }
}
