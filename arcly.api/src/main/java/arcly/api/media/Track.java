package arcly.api.media;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One elementary stream of a live stream: its codec and what a decoder must know before the first frame.
 *
 * <p>Immutable; equal by value. A new configuration is a new Track with the same {@link #id()}: whoever reads a frame sees
 * {@code frame.track() != mine} and, if the two are not equal either, sets its decoder or muxer up again.
 */
public final class Track {
    /** Largest track id; ids are small numbers so that readers may keep tracks in an array. */
    public static final int LARGEST_ID = 63;

    private final int id;
    private final Codec codec;
    private final Payload configuration;
    private final int width;
    private final int height;
    private final double frameRate;
    private final int sampleRate;
    private final int channels;
    private final String language;
    private final Map<TrackProperty<?>, Object> properties;
    private final int hash;

    private Track(Builder from) {
        id = from.id;
        codec = from.codec;
        configuration = from.configuration;
        width = from.width;
        height = from.height;
        frameRate = from.frameRate;
        sampleRate = from.sampleRate;
        channels = from.channels;
        language = from.language;
        properties = Map.copyOf(from.properties);
        hash = Objects.hash(id, codec, configuration, width, height, frameRate, sampleRate, channels, language, properties);
    }

    /**
     * Starts a track.
     *
     * @param id 0 to {@link #LARGEST_ID}, unique within its stream
     * @throws IllegalArgumentException if the id is out of range
     */
    public static Builder of(int id, Codec codec) {
        return new Builder(id, codec);
    }

    public int id() {
        return id;
    }

    public Codec codec() {
        return codec;
    }

    public TrackKind kind() {
        return codec.kind();
    }

    /** What the decoder needs, in the codec's own form (avcC, AudioSpecificConfig, OpusHead ...); empty if there is none. */
    public Payload configuration() {
        return configuration;
    }

    /** Pixels as displayed; 0 if unknown or not video. */
    public int width() {
        return width;
    }

    /** Pixels as displayed; 0 if unknown or not video. */
    public int height() {
        return height;
    }

    /** Frames per second as announced; 0 if unknown or not video. */
    public double frameRate() {
        return frameRate;
    }

    /** Samples per second; 0 if unknown or not audio. */
    public int sampleRate() {
        return sampleRate;
    }

    /** 0 if unknown or not audio. */
    public int channels() {
        return channels;
    }

    /** BCP 47; empty if unknown. */
    public String language() {
        return language;
    }

    public <T> Optional<T> property(TrackProperty<T> property) {
        return Optional.ofNullable(property.type().cast(properties.get(property)));
    }

    /** All properties; immutable. */
    public Map<TrackProperty<?>, Object> properties() {
        return properties;
    }

    /** A builder that holds all of this track. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, codec);
        builder.configuration = configuration;
        builder.width = width;
        builder.height = height;
        builder.frameRate = frameRate;
        builder.sampleRate = sampleRate;
        builder.channels = channels;
        builder.language = language;
        builder.properties.putAll(properties);
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Track track
                && hash == track.hash && id == track.id && codec.equals(track.codec)
                && configuration.equals(track.configuration)
                && width == track.width && height == track.height && Double.compare(frameRate, track.frameRate) == 0
                && sampleRate == track.sampleRate && channels == track.channels
                && language.equals(track.language) && properties.equals(track.properties);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        String what = switch (kind()) {
            case VIDEO -> " " + width + "x" + height;
            case AUDIO -> " " + sampleRate + " Hz, " + channels + " channels";
            default -> "";
        };
        return "track " + id + " " + codec + what;
    }

    /** Not thread-safe. Every setter may be left out. */
    public static final class Builder {
        private final int id;
        private final Codec codec;
        private Payload configuration = Payload.EMPTY;
        private int width;
        private int height;
        private double frameRate;
        private int sampleRate;
        private int channels;
        private String language = "";
        private final Map<TrackProperty<?>, Object> properties = new HashMap<>();

        private Builder(int id, Codec codec) {
            if (id < 0 || id > LARGEST_ID) {
                throw new IllegalArgumentException("track id " + id + "; allowed are 0 to " + LARGEST_ID);
            }
            this.id = id;
            this.codec = Objects.requireNonNull(codec, "codec");
        }

        public Builder configuration(Payload bytes) {
            configuration = Objects.requireNonNull(bytes, "configuration");
            return this;
        }

        public Builder size(int width, int height) {
            this.width = atLeastZero("width", width);
            this.height = atLeastZero("height", height);
            return this;
        }

        public Builder frameRate(double framesPerSecond) {
            if (!(framesPerSecond >= 0) || Double.isInfinite(framesPerSecond)) {
                throw new IllegalArgumentException("frame rate " + framesPerSecond + "; allowed are 0 (unknown) and above");
            }
            frameRate = framesPerSecond;
            return this;
        }

        public Builder sampleRate(int hertz) {
            sampleRate = atLeastZero("sample rate", hertz);
            return this;
        }

        public Builder channels(int count) {
            channels = atLeastZero("channels", count);
            return this;
        }

        public Builder language(String tag) {
            language = Objects.requireNonNull(tag, "language");
            return this;
        }

        public <T> Builder property(TrackProperty<T> property, T value) {
            properties.put(property, property.type().cast(Objects.requireNonNull(value, property.name())));
            return this;
        }

        public Track build() {
            return new Track(this);
        }

        private static int atLeastZero(String what, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(what + " " + value + "; allowed are 0 (unknown) and above");
            }
            return value;
        }
    }
}
