package arcly.media.vvc;

import arcly.media.MediaFormatException;

/** nal_unit_type (H.266, 7.4.2.2, table 5) and the rest of the two bytes that a NAL unit begins with. */
public final class VvcNalType {
    public static final int IDR_W_RADL = 7;
    public static final int IDR_N_LP = 8;
    public static final int CRA = 9;
    public static final int GDR = 10;
    public static final int OPERATING_POINT = 12;
    public static final int DECODING_CAPABILITY = 13;
    public static final int VPS = 14;
    public static final int SPS = 15;
    public static final int PPS = 16;
    public static final int ACCESS_UNIT_DELIMITER = 20;
    public static final int PREFIX_SEI = 23;
    public static final int FILLER = 25;

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 2;

    private static final int LAST_VCL = 11;
    private static final int FORBIDDEN_ZERO_BIT = 0x80;

    private VvcNalType() {
    }

    /**
     * The type in a NAL unit's first two bytes.
     *
     * @throws MediaFormatException if there are fewer, or forbidden_zero_bit is set: the bytes are damaged or no NAL unit
     */
    public static int of(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < HEADER_LENGTH || (data[offset] & FORBIDDEN_ZERO_BIT) != 0) {
            throw MediaFormatException.malformed("VVC NAL unit header",
                    length < HEADER_LENGTH ? length + " bytes" : String.format("0x%02x", data[offset]),
                    "2 bytes, of which the first is 0x00 to 0x7f");
        }
        return data[offset + 1] >> 3 & 0x1F;
    }

    /** True for the slices of pictures. */
    public static boolean isSlice(int type) {
        return type <= LAST_VCL;
    }

    /** True for intra random access point pictures: a decoder can start there. */
    public static boolean isRandomAccess(int type) {
        return type >= IDR_W_RADL && type <= CRA;
    }

    /** True for what stands in vvcC and therefore not in a canonical access unit; adaptation parameter sets do not. */
    public static boolean isParameterSet(int type) {
        return type >= VPS && type <= PPS;
    }
}
