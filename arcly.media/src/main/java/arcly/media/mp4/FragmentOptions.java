package arcly.media.mp4;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** How a fragment is to be written. Immutable. */
public final class FragmentOptions {
    /** The beginning of a segment, without index and producer's time. */
    public static final FragmentOptions DEFAULT = builder().build();

    private final SegmentType type;
    private final boolean index;
    private final boolean producerTime;
    private final Map<Integer, Long> ends;

    private FragmentOptions(Builder from) {
        type = from.type;
        index = from.index;
        producerTime = from.producerTime;
        ends = Map.copyOf(from.ends);
    }

    public static Builder builder() {
        return new Builder();
    }

    public SegmentType type() {
        return type;
    }

    public boolean isIndex() {
        return index;
    }

    public boolean isProducerTime() {
        return producerTime;
    }

    /** Decode time, nanoseconds, at which the track's next fragment begins; empty if not said. */
    public OptionalLong end(int trackId) {
        Long end = ends.get(trackId);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** Not thread-safe. Every setter may be left out. */
    public static final class Builder {
        private SegmentType type = SegmentType.SEGMENT;
        private boolean index;
        private boolean producerTime;
        private final Map<Integer, Long> ends = new HashMap<>();

        private Builder() {
        }

        /** {@link SegmentType#SEGMENT} unless set. */
        public Builder type(SegmentType value) {
            type = Objects.requireNonNull(value, "type");
            return this;
        }

        /** Whether "sidx" goes before the fragment, as DASH on demand asks; not unless set. */
        public Builder index(boolean sidx) {
            index = sidx;
            return this;
        }

        /** Whether "prft" tells when the first frame was captured, if that is known; not unless set. */
        public Builder producerTime(boolean prft) {
            producerTime = prft;
            return this;
        }

        /**
         * When the track's next fragment begins, so that this one's last sample ends there exactly. Without it that sample lasts
         * as its frame says, or as long as frames of the codec usually do, or as the one before.
         *
         * @param trackId of the {@link arcly.api.media.Track}
         * @param dts nanoseconds, decode time of the frame that is next
         */
        public Builder end(int trackId, long dts) {
            ends.put(trackId, dts);
            return this;
        }

        public FragmentOptions build() {
            return new FragmentOptions(this);
        }
    }
}
