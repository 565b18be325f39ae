package arcly.api.media;

import java.util.Map;
import java.util.Objects;

/**
 * One access unit of one track, in decode order.
 *
 * <p>Immutable and owned by the garbage collector: keep it as long as you like, never release it. The payload is in the canonical
 * form of the track's codec (see {@link Codec}). Times are nanoseconds on the stream's timeline and never wrap.
 */
public final class Frame {
    /** For {@link #duration()} and {@link #captureTime()}: not known. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final int KEY = 1;
    private static final int DISCONTINUITY = 2;
    private static final int DISCARDABLE = 4;

    private final Track track;
    private final long dts;
    private final long pts;
    private final long duration;
    private final long captureTime;
    private final int flags;
    private final byte temporalLayer;
    private final byte spatialLayer;
    private final Payload payload;
    private final Map<String, Payload> sideData;

    private Frame(Track track, long dts, long pts, long duration, long captureTime, int flags, byte temporalLayer,
            byte spatialLayer, Payload payload, Map<String, Payload> sideData) {
        this.track = track;
        this.dts = dts;
        this.pts = pts;
        this.duration = duration;
        this.captureTime = captureTime;
        this.flags = flags;
        this.temporalLayer = temporalLayer;
        this.spatialLayer = spatialLayer;
        this.payload = payload;
        this.sideData = sideData;
    }

    /** Starts a frame of {@code track}; {@link Builder#build()} checks what a wire may have got wrong. */
    public static Builder of(Track track) {
        return new Builder(track);
    }

    public Track track() {
        return track;
    }

    /** Decode time; never goes back within a track. */
    public long dts() {
        return dts;
    }

    /** Presentation time. */
    public long pts() {
        return pts;
    }

    /** How long it is shown or heard, nanoseconds, or {@link #UNKNOWN}. */
    public long duration() {
        return duration;
    }

    /** When it was captured by the publisher's clock, UTC nanoseconds since 1970, or {@link #UNKNOWN}. */
    public long captureTime() {
        return captureTime;
    }

    /** A decoder can start here. Always true for audio that has no other kind of frame. */
    public boolean isKey() {
        return (flags & KEY) != 0;
    }

    /** The time before this frame and its own do not belong together: a publisher resumed or was replaced. */
    public boolean isDiscontinuity() {
        return (flags & DISCONTINUITY) != 0;
    }

    /** No other frame is decoded from this one. */
    public boolean isDiscardable() {
        return (flags & DISCARDABLE) != 0;
    }

    public int temporalLayer() {
        return temporalLayer;
    }

    public int spatialLayer() {
        return spatialLayer;
    }

    public Payload payload() {
        return payload;
    }

    /** What came with the frame beside its payload, by name; usually empty. */
    public Map<String, Payload> sideData() {
        return sideData;
    }

    /** The same frame moved by {@code offset} nanoseconds, marked as a discontinuity if asked. */
    public Frame moved(long offset, boolean discontinuity) {
        if (offset == 0 && (!discontinuity || isDiscontinuity())) {
            return this;
        }
        return new Frame(track, dts + offset, pts + offset, duration, captureTime,
                discontinuity ? flags | DISCONTINUITY : flags, temporalLayer, spatialLayer, payload, sideData);
    }

    @Override
    public String toString() {
        return "frame of track " + track.id() + " dts " + dts + " pts " + pts + (isKey() ? " key" : "")
                + (isDiscontinuity() ? " discontinuity" : "") + " " + payload.size() + " bytes";
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final Track track;
        private long dts;
        private long pts;
        private boolean ptsSet;
        private long duration = UNKNOWN;
        private long captureTime = UNKNOWN;
        private int flags;
        private int temporalLayer;
        private int spatialLayer;
        private Payload payload = Payload.EMPTY;
        private Map<String, Payload> sideData = Map.of();

        private Builder(Track track) {
            this.track = Objects.requireNonNull(track, "track");
        }

        /** Nanoseconds; also the presentation time unless {@link #pts(long)} says otherwise. */
        public Builder dts(long nanos) {
            dts = nanos;
            return this;
        }

        /** Nanoseconds. */
        public Builder pts(long nanos) {
            pts = nanos;
            ptsSet = true;
            return this;
        }

        /** Nanoseconds, or {@link Frame#UNKNOWN}. */
        public Builder duration(long nanos) {
            duration = nanos;
            return this;
        }

        /** UTC nanoseconds since 1970, or {@link Frame#UNKNOWN}. */
        public Builder captureTime(long nanos) {
            captureTime = nanos;
            return this;
        }

        public Builder key(boolean key) {
            return flag(KEY, key);
        }

        public Builder discontinuity(boolean discontinuity) {
            return flag(DISCONTINUITY, discontinuity);
        }

        public Builder discardable(boolean discardable) {
            return flag(DISCARDABLE, discardable);
        }

        /** Each 0 to 127. */
        public Builder layers(int temporal, int spatial) {
            temporalLayer = temporal;
            spatialLayer = spatial;
            return this;
        }

        public Builder payload(Payload bytes) {
            payload = Objects.requireNonNull(bytes, "payload");
            return this;
        }

        public Builder sideData(Map<String, Payload> byName) {
            sideData = Map.copyOf(byName);
            return this;
        }

        /** @throws IllegalArgumentException if the payload is empty, the duration negative or a layer out of range */
        public Frame build() {
            if (payload.isEmpty()) {
                throw new IllegalArgumentException("frame of " + track + " has an empty payload");
            }
            if (duration < 0 && duration != UNKNOWN) {
                throw new IllegalArgumentException("frame of " + track + " has duration " + duration + " ns; 0 or more is allowed");
            }
            if (((temporalLayer | spatialLayer) & ~Byte.MAX_VALUE) != 0) {
                throw new IllegalArgumentException("frame of " + track + " has layers " + temporalLayer + "/" + spatialLayer
                        + "; 0 to 127 are allowed");
            }
            return new Frame(track, dts, ptsSet ? pts : dts, duration, captureTime, flags, (byte) temporalLayer,
                    (byte) spatialLayer, payload, sideData);
        }

        private Builder flag(int flag, boolean set) {
            flags = set ? flags | flag : flags & ~flag;
            return this;
        }
    }
}
