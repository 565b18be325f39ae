package arcly.media.opus;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The identification header of Opus (RFC 7845, 5.1), little-endian:
 *
 * <pre>
 * "OpusHead" | version 8 | channels 8 | pre-skip 16 | input rate 32 | gain 16 | mapping family 8
 * [| streams 8 | coupled 8 | a byte for each channel, if the family is not 0]
 * </pre>
 *
 * <p>Immutable; equal by value.
 */
public final class OpusHead {
    /** Whatever the input was, decoders give 48 kHz (RFC 6716, 2). */
    public static final int SAMPLE_RATE = 48_000;

    private static final String WHAT = "OpusHead";
    private static final byte[] MAGIC = WHAT.getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 19;
    private static final int LARGEST_VERSION = 15; // 5.1: the upper four bits are the major version, which is 0
    private static final int MOST_CHANNELS_WITHOUT_MAPPING = 2;

    private final int channels;
    private final int preSkip;
    private final long inputRate;
    private final int gain;
    private final int family;
    private final Payload mapping; // stream count, coupled count, a byte for each channel; empty for family 0

    private OpusHead(int channels, int preSkip, long inputRate, int gain, int family, Payload mapping) {
        this.channels = channels;
        this.preSkip = preSkip;
        this.inputRate = inputRate;
        this.gain = gain;
        this.family = family;
        this.mapping = mapping;
    }

    /**
     * One of mapping family 0.
     *
     * @param channels 1 or 2
     * @param preSkip samples at 48 kHz that a decoder throws away at the start
     */
    public static OpusHead of(int channels, int preSkip) {
        if (channels < 1 || channels > MOST_CHANNELS_WITHOUT_MAPPING || (preSkip & ~0xFFFF) != 0) {
            throw new IllegalArgumentException(channels + " channels, pre-skip " + preSkip + "; allowed are 1 or 2, 0 to 65535");
        }
        return new OpusHead(channels, preSkip, SAMPLE_RATE, 0, 0, Payload.EMPTY);
    }

    /**
     * Reads a header; what follows it is not looked at.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static OpusHead read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < LENGTH || !Arrays.equals(data, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw MediaFormatException.malformed(WHAT, length + " bytes",
                    LENGTH + " and more, of which the first are 'OpusHead'");
        }
        ByteBuffer in = ByteBuffer.wrap(data, offset + MAGIC.length, length - MAGIC.length).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.get() & 0xFF;
        if (version > LARGEST_VERSION) {
            throw MediaFormatException.unsupported(WHAT + ", version", version, "0 to " + LARGEST_VERSION);
        }
        int channels = in.get() & 0xFF;
        int preSkip = in.getShort() & 0xFFFF;
        long inputRate = in.getInt() & 0xFFFF_FFFFL;
        int gain = in.getShort();
        int family = in.get() & 0xFF;
        if (channels == 0 || family == 0 && channels > MOST_CHANNELS_WITHOUT_MAPPING) {
            throw MediaFormatException.malformed(WHAT + ", channels", channels, family == 0 ? "1, 2" : "1 to 255");
        }
        Payload mapping = Payload.EMPTY;
        if (family != 0) {
            int size = 2 + channels;
            if (in.remaining() < size) {
                throw MediaFormatException.malformed(WHAT + ", channel mapping", in.remaining() + " bytes", size + " bytes");
            }
            mapping = Payload.copyOf(in.slice(in.position(), size));
        }
        return new OpusHead(channels, preSkip, inputRate, gain, family, mapping);
    }

    public static OpusHead read(Payload head) {
        return read(head.toByteArray(), 0, head.size());
    }

    /** The header's bytes, in version 1. */
    public Payload write() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH + mapping.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put((byte) 1).put((byte) channels).putShort((short) preSkip).putInt((int) inputRate);
        out.putShort((short) gain).put((byte) family);
        mapping.copyTo(out);
        return Payload.wrap(out.array());
    }

    /** 1 to 255. */
    public int channels() {
        return channels;
    }

    /** Samples at 48 kHz that a decoder throws away at the start. */
    public int preSkip() {
        return preSkip;
    }

    /** Hertz of what was encoded; 0 if not said. */
    public long inputRate() {
        return inputRate;
    }

    /** Decibels in 1/256. */
    public int gain() {
        return gain;
    }

    /** 0 for mono and stereo, 1 for Vorbis's channel order ... */
    public int family() {
        return family;
    }

    /** Stream count, coupled count, and a byte for each channel; empty for family 0. */
    public Payload mapping() {
        return mapping;
    }

    /** The template with this header, its channels and its priming. */
    public Track track(Track template) {
        if (!template.codec().equals(Codec.OPUS)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.OPUS);
        }
        return template.toBuilder().configuration(write()).sampleRate(SAMPLE_RATE).channels(channels)
                .property(TrackProperty.PRIMING, preSkip).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpusHead head && head.channels == channels && head.preSkip == preSkip
                && head.inputRate == inputRate && head.gain == gain && head.family == family && head.mapping.equals(mapping);
    }

    @Override
    public int hashCode() {
        return Objects.hash(channels, preSkip, inputRate, gain, family, mapping);
    }

    @Override
    public String toString() {
        return "OpusHead of " + channels + " channels, pre-skip " + preSkip + ", mapping family " + family;
    }
}
