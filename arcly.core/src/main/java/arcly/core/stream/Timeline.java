package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The stream's one timeline, onto which every publisher's times are put. After a resume or a takeover one offset moves all
 * tracks, so that the first frame comes as much later than the last as the wall says, and the first frame of each track is
 * marked.
 *
 * <p>Belongs to whoever holds the right to write; {@link #lastAt()} may be asked by anybody.
 */
final class Timeline {
    private static final VarHandle LAST_AT;

    static {
        try {
            LAST_AT = MethodHandles.lookup().findVarHandle(Timeline.class, "lastAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // as long as the stream lives
    private final long[] last = new long[Track.LARGEST_ID + 1]; // dts by track
    private long newest = Long.MIN_VALUE;
    private long lastAt; // nanoTime of the last frame

    // as long as a publisher writes
    private boolean continued;
    private boolean offsetKnown = true;
    private long offset;
    private long begun; // bit n: track n has had a frame from this publisher

    Timeline() {
        Arrays.fill(last, Long.MIN_VALUE);
    }

    /** Another publisher goes on where the last one was. */
    void resume() {
        continued = newest != Long.MIN_VALUE;
        offsetKnown = !continued;
        begun = 0;
    }

    /**
     * Puts a frame where it belongs.
     *
     * @return null if it cannot be: its time goes back, or it {@link #waitsForKey}
     */
    Frame place(Frame frame, long now) {
        int track = frame.track().id();
        if (waitsForKey(frame)) {
            return null;
        }
        boolean first = (begun & 1L << track) == 0;
        if (!offsetKnown) {
            offset = newest + Math.max(0, now - lastAt) - frame.dts();
            offsetKnown = true;
        }
        long dts = frame.dts() + offset;
        if (dts < last[track]) {
            return null;
        }
        begun |= 1L << track;
        last[track] = dts;
        newest = Math.max(newest, dts);
        LAST_AT.setOpaque(this, now);
        return offset != 0 || first && continued ? frame.moved(offset, first && continued) : frame;
    }

    /** It is video that cannot be decoded without what this publisher's predecessor did not send. */
    boolean waitsForKey(Frame frame) {
        return continued && !frame.isKey() && (begun & 1L << frame.track().id()) == 0 && TrackTable.isVideo(frame.track());
    }

    /** When the last frame came, by the kernel's nanosecond clock. */
    long lastAt() {
        return (long) LAST_AT.getOpaque(this);
    }

    /** The time from which silence counts, before there is a frame. */
    void touched(long now) {
        LAST_AT.setOpaque(this, now);
    }

    /** True once there was a frame, whoever published it. */
    boolean hasBegun() {
        return newest != Long.MIN_VALUE;
    }
}
