package arcly.media.flac;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * STREAMINFO (RFC 9639, 8.2): what a FLAC decoder must know before the first frame. Immutable; equal if the bytes are.
 *
 * <p>In a track it stands as a FLAC file begins, and as E-RTMP sends it: "fLaC", the header of a last metadata block, STREAMINFO.
 */
public final class FlacStreamInfo {
    /** Bytes of STREAMINFO without a block header. */
    public static final int LENGTH = 34;

    private static final String WHAT = "FLAC STREAMINFO";
    private static final byte[] MAGIC = "fLaC".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK_HEADER = 4;
    private static final int LAST_BLOCK = 0x80;
    private static final int TYPE = 0; // STREAMINFO
    private static final int SMALLEST_BLOCK = 16; // 8.2

    private final byte[] bytes;
    private final int largestBlock;
    private final int sampleRate;
    private final int channels;
    private final int bitsPerSample;

    private FlacStreamInfo(byte[] bytes) {
        this.bytes = bytes;
        BitReader in = new BitReader(WHAT, bytes);
        in.skip("minimum block size", 16);
        largestBlock = in.unsigned("maximum block size", 16);
        if (largestBlock < SMALLEST_BLOCK) {
            throw in.refused("maximum block size", largestBlock, SMALLEST_BLOCK + " to 65535");
        }
        in.skip("frame sizes", 48);
        sampleRate = in.unsigned("sample rate", 20);
        if (sampleRate == 0) {
            throw in.refused("sample rate", 0, "1 to 1048575 for audio");
        }
        channels = 1 + in.unsigned("number of channels", 3);
        bitsPerSample = 1 + in.unsigned("bits per sample", 5);
    }

    /**
     * Reads it, with or without "fLaC" and the block's header before it; what follows is not looked at.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static FlacStreamInfo read(byte[] data, int offset, int length) throws MediaFormatException {
        int at = offset;
        int end = offset + length;
        if (length > MAGIC.length && Arrays.equals(data, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            at += MAGIC.length;
        }
        if (end - at >= BLOCK_HEADER + LENGTH) {
            int type = data[at] & 0x7F;
            int size = (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
            if (type != TYPE || size != LENGTH) {
                throw MediaFormatException.malformed(WHAT, "metadata block of type " + type + ", " + size + " bytes",
                        "type 0, " + LENGTH + " bytes");
            }
            at += BLOCK_HEADER;
        }
        if (end - at < LENGTH) {
            throw MediaFormatException.malformed(WHAT, end - at + " bytes", LENGTH + " bytes");
        }
        return new FlacStreamInfo(Arrays.copyOfRange(data, at, at + LENGTH));
    }

    public static FlacStreamInfo read(Payload bytes) {
        return read(bytes.toByteArray(), 0, bytes.size());
    }

    /** "fLaC", and {@link #block()}. */
    public Payload write() {
        byte[] out = Arrays.copyOf(MAGIC, MAGIC.length + BLOCK_HEADER + LENGTH);
        block().copyTo(0, out, MAGIC.length, BLOCK_HEADER + LENGTH);
        return Payload.wrap(out);
    }

    /** STREAMINFO as the last metadata block, with the block's header. */
    public Payload block() {
        byte[] out = new byte[BLOCK_HEADER + LENGTH];
        out[0] = (byte) (LAST_BLOCK | TYPE);
        out[3] = LENGTH;
        System.arraycopy(bytes, 0, out, BLOCK_HEADER, LENGTH);
        return Payload.wrap(out);
    }

    /** Samples of the longest frame. */
    public int largestBlock() {
        return largestBlock;
    }

    /** Hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** 1 to 8. */
    public int channels() {
        return channels;
    }

    /** 4 to 32. */
    public int bitsPerSample() {
        return bitsPerSample;
    }

    /** The template with this configuration, its rate and its channels. */
    public Track track(Track template) {
        if (!template.codec().equals(Codec.FLAC)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.FLAC);
        }
        return template.toBuilder().configuration(write()).sampleRate(sampleRate).channels(channels).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlacStreamInfo info && Arrays.equals(info.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "FLAC " + sampleRate + " Hz, " + channels + " channels, " + bitsPerSample + " bits";
    }
}
