package arcly.media.flv;

import arcly.api.media.Codec;
import arcly.api.media.TrackKind;
import java.util.Locale;
import java.util.Optional;

/**
 * What the body of one audio or video tag says of one track: a range of the body, and what the tag's header says about it.
 *
 * <p>Immutable. The range stays valid as long as the array is not written to.
 */
public final class MediaPacket {
    private final TrackKind kind;
    private final MediaPacketType type;
    private final Codec codec;      // null if nothing here has it
    private final String codecName;
    private final int trackId;
    private final boolean key;
    private final int compositionMillis;
    private final int nanoOffset;
    private final int offset;
    private final int length;

    private MediaPacket(Builder from, int offset, int length) {
        kind = from.kind;
        type = from.type;
        codec = from.codec;
        codecName = from.codecName;
        trackId = from.trackId;
        key = from.key;
        compositionMillis = from.compositionMillis;
        nanoOffset = from.nanoOffset;
        this.offset = offset;
        this.length = length;
    }

    /** Video or audio. */
    public TrackKind kind() {
        return kind;
    }

    public MediaPacketType type() {
        return type;
    }

    /** Empty if the tag has a codec that arcly has no name for, and for {@link MediaPacketType#COMMAND}. */
    public Optional<Codec> codec() {
        return Optional.ofNullable(codec);
    }

    /** For people: what the tag calls its codec; "none" if it names none. */
    public String codecName() {
        return codecName;
    }

    /** 0 to 255, within the kind; 0 where the tag has none. */
    public int trackId() {
        return trackId;
    }

    /** Frame type 1 or, as servers mark it, 4; always true for audio. What is in the payload counts more. */
    public boolean isKey() {
        return key;
    }

    /** Presentation time less decode time, milliseconds; 0 where the tag has none. */
    public int compositionMillis() {
        return compositionMillis;
    }

    /** Nanoseconds to be added to the tag's timestamp, 0 to 999,999 (ModEx TimestampOffsetNano). */
    public int nanoOffset() {
        return nanoOffset;
    }

    /** Where the payload begins in the array that was read. */
    public int offset() {
        return offset;
    }

    /** Bytes of the payload; may be 0. */
    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + trackId + " " + codecName + " " + type
                + (key && kind == TrackKind.VIDEO ? " key" : "")
                + (compositionMillis != 0 ? " +" + compositionMillis + " ms" : "")
                + (nanoOffset != 0 ? " +" + nanoOffset + " ns" : "") + " of " + length + " bytes";
    }

    /** What is known before the range is. Not thread-safe. */
    static final class Builder {
        private final TrackKind kind;
        private MediaPacketType type;
        private Codec codec;
        private String codecName = "none";
        private int trackId;
        private boolean key;
        private int compositionMillis;
        private int nanoOffset;

        Builder(TrackKind kind) {
            this.kind = kind;
            key = kind != TrackKind.VIDEO;
        }

        Builder type(MediaPacketType packetType) {
            type = packetType;
            return this;
        }

        Builder codec(Codec codecOrNull, String name) {
            codec = codecOrNull;
            codecName = name;
            return this;
        }

        Builder trackId(int id) {
            trackId = id;
            return this;
        }

        Builder key(boolean isKey) {
            key = isKey;
            return this;
        }

        Builder compositionMillis(int millis) {
            compositionMillis = millis;
            return this;
        }

        Builder nanoOffset(int nanos) {
            nanoOffset = nanos;
            return this;
        }

        MediaPacket at(int offset, int length) {
            return new MediaPacket(this, offset, length);
        }
    }
}
