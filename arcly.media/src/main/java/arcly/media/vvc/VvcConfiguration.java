package arcly.media.vvc;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.nal.ParameterSets;
import arcly.media.nal.RecordArrays;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * VvcDecoderConfigurationRecord, the body of "vvcC" after version and flags (ISO/IEC 14496-15, 11.2.4.2): the parameter sets, and
 * how many bytes a NAL unit's length takes.
 *
 * <p>Parameter sets are NAL units, header first. Immutable; equal by value.
 */
public final class VvcConfiguration {
    /** Bytes of a whole record. */
    public static final int MOST_BYTES = ParameterSets.MOST_RECORD_BYTES;

    private static final String WHAT = "vvcC";
    private static final int RESERVED = 0xF8; // of the first byte; a box's version and flags are 0 there
    private static final int FULL_BOX = 4;
    private static final int COMPLETE = 0x80; // no others in the stream, which "vvc1" promises
    private static final int MOST_OF_A_TYPE = 64; // ids of PPS are 0 to 63

    private final int lengthSize;
    private final List<Payload> vps;
    private final List<Payload> sps;
    private final List<Payload> pps;

    private VvcConfiguration(int lengthSize, List<Payload> vps, List<Payload> sps, List<Payload> pps) {
        this.lengthSize = lengthSize;
        this.vps = List.copyOf(vps);
        this.sps = List.copyOf(sps);
        this.pps = List.copyOf(pps);
    }

    /**
     * A record of these parameter sets, of which the first SPS is the one that is said to be in use.
     *
     * @param lengthSize 1, 2 or 4
     * @param vps may be none
     */
    public static VvcConfiguration of(int lengthSize, List<Payload> vps, List<Payload> sps, List<Payload> pps) {
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        return new VvcConfiguration(lengthSize, vps, sps, pps);
    }

    /**
     * Reads a record, with or without the version and flags that the box has before it. All but the length size and the parameter
     * sets is a copy of what the SPS says, or passed over.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static VvcConfiguration read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < 2 || length > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "2 to " + MOST_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
        if ((in.get(0) & RESERVED) == 0 && length > FULL_BOX) {
            in.position(FULL_BOX);
        }
        int first = in.get();
        int lengthSize = (first >> 1 & 3) + 1;
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        if ((first & 1) != 0) {
            skipProfile(in);
        }
        int arrays = unsigned(in, "num_of_arrays");
        List<Payload> units = new ArrayList<>();
        for (int i = 0; i < arrays; i++) {
            int type = unsigned(in, "array") & 0x1F;
            boolean single = type == VvcNalType.DECODING_CAPABILITY || type == VvcNalType.OPERATING_POINT;
            int count = single ? 1 : unsigned(in, "num_nalus") << 8 | unsigned(in, "num_nalus");
            RecordArrays.read(WHAT, in, count, units);
        }
        return new VvcConfiguration(lengthSize, ofType(units, VvcNalType.VPS), ofType(units, VvcNalType.SPS),
                ofType(units, VvcNalType.PPS));
    }

    public static VvcConfiguration read(Payload record) {
        return read(record.toByteArray(), 0, record.size());
    }

    /** What follows the first byte if ptl_present_flag is set, up to the arrays. */
    private static void skipProfile(ByteBuffer in) {
        unsigned(in, "ols_idx");
        int subLayers = unsigned(in, "num_sublayers") >> 4 & 7;
        skip(in, 1, "bit depth");
        int constraintBytes = unsigned(in, "num_bytes_constraint_info") & 0x3F;
        skip(in, 2 + constraintBytes, "VvcPTLRecord");
        if (subLayers > 1) {
            int present = unsigned(in, "ptl_sublayer_level_present_flag") >> 9 - subLayers;
            skip(in, Integer.bitCount(present), "sublayer_level_idc");
        }
        skip(in, 4 * unsigned(in, "ptl_num_sub_profiles"), "general_sub_profile_idc");
        skip(in, 6, "picture size, frame rate");
    }

    private static int unsigned(ByteBuffer in, String field) {
        skip(in, 1, field);
        return in.get(in.position() - 1) & 0xFF;
    }

    private static void skip(ByteBuffer in, int bytes, String field) {
        if (in.remaining() < bytes) {
            throw MediaFormatException.malformed(WHAT + ", byte " + in.position() + ", " + field,
                    "the end after " + in.remaining() + " more bytes", bytes + " bytes");
        }
        in.position(in.position() + bytes);
    }

    private static List<Payload> ofType(List<Payload> units, int type) {
        List<Payload> found = units.stream().filter(nal -> {
            byte[] head = nal.slice(0, Math.min(VvcNalType.HEADER_LENGTH, nal.size())).toByteArray();
            return VvcNalType.of(head, 0, head.length) == type;
        }).toList();
        if (found.size() > MOST_OF_A_TYPE) {
            throw MediaFormatException.malformed(WHAT + ", NAL units of type " + type, found.size(), "up to " + MOST_OF_A_TYPE);
        }
        return found;
    }

    /**
     * The record's bytes.
     *
     * @throws MediaFormatException if there is no SPS or the first cannot be read: profile and level are taken from it
     */
    public Payload write() throws MediaFormatException {
        VvcSps first = sequenceParameterSet();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(RESERVED | lengthSize - 1 << 1 | 1);
        out.write(0); // ols_idx: the first output layer set
        out.write(first.subLayers() << 4 | first.chromaFormat());
        out.write(Math.min(7, first.bitDepth() - 8) << 5 | 0x1F);
        out.write(first.constraints().length);
        out.write(first.profileIdc() << 1 | (first.isHighTier() ? 1 : 0));
        out.write(first.levelIdc());
        out.writeBytes(first.constraints());
        if (first.subLayers() > 1) {
            out.write(0); // levels of lower sub-layers: not said
        }
        out.write(0); // no sub-profiles
        RecordArrays.write16(out, first.width());
        RecordArrays.write16(out, first.height());
        RecordArrays.write16(out, 0); // average frame rate: not known
        out.write(vps.isEmpty() ? 2 : 3);
        if (!vps.isEmpty()) {
            RecordArrays.write(out, COMPLETE | VvcNalType.VPS, vps);
        }
        RecordArrays.write(out, COMPLETE | VvcNalType.SPS, sps);
        RecordArrays.write(out, COMPLETE | VvcNalType.PPS, pps);
        return Payload.wrap(out.toByteArray());
    }

    /** Bytes of the length before each NAL unit: 1, 2 or 4. */
    public int lengthSize() {
        return lengthSize;
    }

    /** VPS NAL units; often none. */
    public List<Payload> vps() {
        return vps;
    }

    /** SPS NAL units, the one in use first. */
    public List<Payload> sps() {
        return sps;
    }

    /** PPS NAL units. */
    public List<Payload> pps() {
        return pps;
    }

    /**
     * The first SPS, read.
     *
     * @throws MediaFormatException if there is none or it breaks the format
     */
    public VvcSps sequenceParameterSet() throws MediaFormatException {
        if (sps.isEmpty()) {
            throw MediaFormatException.malformed(WHAT + ", SPS", 0, "1 and more");
        }
        return VvcSps.read(sps.get(0).toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VvcConfiguration configuration && configuration.lengthSize == lengthSize
                && configuration.vps.equals(vps) && configuration.sps.equals(sps) && configuration.pps.equals(pps);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lengthSize, vps, sps, pps);
    }

    @Override
    public String toString() {
        return "vvcC of " + vps.size() + " VPS, " + sps.size() + " SPS and " + pps.size() + " PPS, length size " + lengthSize;
    }
}
