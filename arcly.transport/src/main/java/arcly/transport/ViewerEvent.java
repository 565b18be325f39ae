package arcly.transport;

import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import java.util.Objects;

/** Something that happened to a viewer. Made by the transport. */
public final class ViewerEvent {

    /** May grow: keep a default branch. */
    public enum Kind {
        /** The first frame is about to be written. Told once, not again after a hand-over. */
        STARTED,
        /** The stream's sticky metadata changed. */
        METADATA,
        /**
         * The first frame of a track that this viewer has not seen, or whose value has changed, is about to be written;
         * {@link #track()} is the new value. A listener that closes the viewer's connection or session here keeps the frame from
         * it.
         */
        TRACK,
        /** The reader was moved; {@link #skipped()} frames were not written. */
        SKIPPED,
        /** No more frames will come. */
        ENDED
    }

    private final Kind kind;
    private final long skipped;
    private final Track track;
    private final CloseReason reason;

    private ViewerEvent(Kind kind, long skipped, Track track, CloseReason reason) {
        this.kind = kind;
        this.skipped = skipped;
        this.track = track;
        this.reason = reason;
    }

    public static ViewerEvent started() {
        return new ViewerEvent(Kind.STARTED, 0, null, null);
    }

    public static ViewerEvent metadata() {
        return new ViewerEvent(Kind.METADATA, 0, null, null);
    }

    public static ViewerEvent track(Track changed) {
        return new ViewerEvent(Kind.TRACK, 0, Objects.requireNonNull(changed, "track"), null);
    }

    public static ViewerEvent skipped(long frames) {
        return new ViewerEvent(Kind.SKIPPED, frames, null, null);
    }

    public static ViewerEvent ended(CloseReason reason) {
        return new ViewerEvent(Kind.ENDED, 0, null, Objects.requireNonNull(reason, "reason"));
    }

    public Kind kind() {
        return kind;
    }

    /** Frames; 0 unless SKIPPED. */
    public long skipped() {
        return skipped;
    }

    /** Null unless TRACK. */
    public Track track() {
        return track;
    }

    /** Null unless ENDED. */
    public CloseReason reason() {
        return reason;
    }

    @Override
    public String toString() {
        return kind + (kind == Kind.SKIPPED ? " " + skipped : "") + (track == null ? "" : " " + track)
                + (reason == null ? "" : " " + reason);
    }
}
