package arcly.media.av1;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import java.util.Arrays;

/**
 * AV1CodecConfigurationRecord, "av1C" (AV1 binding, 2.3.3): four bytes that sum up the sequence header, and the header itself.
 *
 * <p>Immutable; equal if the sequence headers are.
 */
public final class Av1Configuration {
    /** Bytes of a whole record: a sequence header has some twenty, beside it there may be metadata. */
    public static final int MOST_BYTES = 64 * 1024;

    /** Bytes of a sequence header: 32 operating points of 89 bits, and some thirty bytes (AV1, 5.5.1). Every joining viewer is sent it. */
    public static final int MOST_HEADER_BYTES = 512;

    private static final String WHAT = "av1C";
    private static final int HEAD = 4;
    private static final int MARKER_AND_VERSION = 0x81;
    private static final int TS_DESCRIPTOR_TAG = 0x80; // AV1 in MPEG-2 TS, 2.1: tag, length, then the same four bytes

    private final byte[] header; // the sequence header OBU without its header and size
    private final Av1SequenceHeader sequence;

    private Av1Configuration(byte[] header) {
        this.header = header;
        this.sequence = Av1SequenceHeader.read(header, 0, header.length);
    }

    /**
     * Of what follows the header and size of a sequence header OBU.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static Av1Configuration of(byte[] data, int offset, int length) throws MediaFormatException {
        if (length > MOST_HEADER_BYTES) {
            throw MediaFormatException.malformed("AV1 sequence header", length + " bytes", "up to " + MOST_HEADER_BYTES);
        }
        return new Av1Configuration(Arrays.copyOfRange(data, offset, offset + length));
    }

    /**
     * Reads a record, or the AV1 video descriptor of MPEG-2 TS.
     *
     * @return null if it has no sequence header, which then stands in the stream
     * @throws MediaFormatException if it breaks the format
     */
    static Av1Configuration read(byte[] data, int offset, int length) throws MediaFormatException {
        boolean descriptor = length > 2 && (data[offset] & 0xFF) == TS_DESCRIPTOR_TAG;
        int at = offset + (descriptor ? 2 : 0);
        int left = length - (descriptor ? 2 : 0);
        if (left < HEAD || left > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", HEAD + " to " + MOST_BYTES);
        }
        if ((data[at] & 0xFF) != MARKER_AND_VERSION) {
            throw MediaFormatException.malformed(WHAT + ", marker and version", String.format("0x%02x", data[at]), "0x81");
        }
        ObuRanges obus = new ObuRanges();
        obus.scan(data, at + HEAD, left - HEAD);
        for (int i = 0; i < obus.count(); i++) {
            if (ObuType.of(data[obus.start(i)]) == ObuType.SEQUENCE_HEADER) {
                return of(data, obus.payload(i), obus.end(i) - obus.payload(i));
            }
        }
        return null;
    }

    /**
     * Reads a track's.
     *
     * @throws MediaFormatException if it breaks the format, or has no sequence header
     */
    public static Av1Configuration read(Payload record) throws MediaFormatException {
        Av1Configuration read = read(record.toByteArray(), 0, record.size());
        if (read == null) {
            throw MediaFormatException.malformed(WHAT, "no sequence header", "one");
        }
        return read;
    }

    /** The record's bytes, with the sequence header. */
    public Payload write() {
        Av1Colour colour = sequence.colour();
        byte[] size = leb128(header.length);
        byte[] out = new byte[HEAD + 1 + size.length + header.length];
        out[0] = (byte) MARKER_AND_VERSION;
        out[1] = (byte) (sequence.profile() << 5 | sequence.level());
        out[2] = (byte) ((sequence.isHighTier() ? 0x80 : 0) | (colour.bitDepth() > 8 ? 0x40 : 0)
                | (colour.bitDepth() == 12 ? 0x20 : 0) | (colour.isMonochrome() ? 0x10 : 0)
                | (colour.isSubsampledX() ? 8 : 0) | (colour.isSubsampledY() ? 4 : 0) | colour.samplePosition());
        out[3] = 0; // how many samples a player decodes ahead: counted by nobody here
        out[HEAD] = ObuType.SEQUENCE_HEADER << 3 | ObuType.HAS_SIZE;
        System.arraycopy(size, 0, out, HEAD + 1, size.length);
        System.arraycopy(header, 0, out, HEAD + 1 + size.length, header.length);
        return Payload.wrap(out);
    }

    /** leb128() (AV1, 4.10.5), as short as can be. */
    static byte[] leb128(int value) {
        byte[] out = new byte[5];
        int at = 0;
        int rest = value;
        do {
            out[at++] = (byte) (rest & 0x7F | (rest > 0x7F ? 0x80 : 0));
            rest >>>= 7;
        } while (rest != 0);
        return Arrays.copyOf(out, at);
    }

    public Av1SequenceHeader sequenceHeader() {
        return sequence;
    }

    /** Whether the part is this sequence header: the usual case, without reading it. */
    boolean isOf(byte[] data, int from, int to) {
        return Arrays.equals(data, from, to, header, 0, header.length);
    }

    /** The template with this configuration, size, rate and colours. */
    public Track track(Track template) {
        if (!template.codec().equals(Codec.AV1)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.AV1);
        }
        Track.Builder track = template.toBuilder().configuration(write()).size(sequence.width(), sequence.height())
                .property(TrackProperty.REORDER_DEPTH, 0); // a temporal unit shows one frame: output order is decode order
        if (sequence.frameRate() > 0) {
            track.frameRate(sequence.frameRate());
        }
        Av1Colour colour = sequence.colour();
        if (colour.isDescribed()) {
            track.property(TrackProperty.COLOUR_PRIMARIES, colour.primaries())
                    .property(TrackProperty.COLOUR_TRANSFER, colour.transfer())
                    .property(TrackProperty.COLOUR_MATRIX, colour.matrix())
                    .property(TrackProperty.COLOUR_FULL_RANGE, colour.isFullRange());
        }
        return track.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Av1Configuration configuration && Arrays.equals(configuration.header, header);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(header);
    }

    @Override
    public String toString() {
        return "av1C of " + sequence.codecString() + " " + sequence.width() + "x" + sequence.height();
    }
}
