package arcly.api.stream;

import java.util.Objects;

/** What the kernel wants of a publisher. Made by arcly.core. */
public final class PublicationSignal {

    /** May grow: keep a default branch. */
    public enum Kind {
        /** The publication has ended; {@link #reason()} says why. */
        ENDED,
        /** A reader waits for a key frame of {@link #track()}. */
        KEYFRAME_WANTED,
        /** The readers together can take {@link #bitrate()}. */
        LIMITED
    }

    private final Kind kind;
    private final CloseReason reason;
    private final int track;
    private final long bitrate;

    private PublicationSignal(Kind kind, CloseReason reason, int track, long bitrate) {
        this.kind = kind;
        this.reason = reason;
        this.track = track;
        this.bitrate = bitrate;
    }

    public static PublicationSignal ended(CloseReason reason) {
        return new PublicationSignal(Kind.ENDED, Objects.requireNonNull(reason, "reason"), -1, 0);
    }

    public static PublicationSignal keyframeWanted(int track) {
        return new PublicationSignal(Kind.KEYFRAME_WANTED, null, track, 0);
    }

    public static PublicationSignal limited(long bitsPerSecond) {
        return new PublicationSignal(Kind.LIMITED, null, -1, bitsPerSecond);
    }

    public Kind kind() {
        return kind;
    }

    /** Null unless ENDED. */
    public CloseReason reason() {
        return reason;
    }

    /** The track's id; -1 unless KEYFRAME_WANTED. */
    public int track() {
        return track;
    }

    /** Bits per second; 0 unless LIMITED. */
    public long bitrate() {
        return bitrate;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ENDED -> "ended: " + reason;
            case KEYFRAME_WANTED -> "key frame wanted of track " + track;
            case LIMITED -> "limited to " + bitrate + " bit/s";
        };
    }
}
