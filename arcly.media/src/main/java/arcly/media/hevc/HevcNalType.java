package arcly.media.hevc;

import arcly.media.MediaFormatException;

/** nal_unit_type (H.265, 7.4.2.2, table 7-1) and the rest of the two bytes that a NAL unit begins with. */
public final class HevcNalType {
    public static final int BLA_W_LP = 16;
    public static final int IDR_W_RADL = 19;
    public static final int IDR_N_LP = 20;
    public static final int CRA = 21;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int ACCESS_UNIT_DELIMITER = 35;
    public static final int END_OF_SEQUENCE = 36;
    public static final int END_OF_BITSTREAM = 37;
    public static final int FILLER = 38;
    public static final int PREFIX_SEI = 39;
    public static final int SUFFIX_SEI = 40;

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 2;

    private static final int LAST_IRAP = 23;
    private static final int LAST_VCL = 31;
    private static final int FORBIDDEN_ZERO_BIT = 0x80;

    private HevcNalType() {
    }

    /**
     * The type in a NAL unit's first byte.
     *
     * @throws MediaFormatException if forbidden_zero_bit is set: the bytes are damaged or no NAL unit
     */
    public static int of(byte header) throws MediaFormatException {
        if ((header & FORBIDDEN_ZERO_BIT) != 0) {
            throw MediaFormatException.malformed("HEVC NAL unit header", String.format("0x%02x", header), "0x00 to 0x7f");
        }
        return header >> 1 & 0x3F;
    }

    /** True for the slices of pictures. */
    public static boolean isSlice(int type) {
        return type <= LAST_VCL;
    }

    /** True for intra random access point pictures: a decoder can start there. */
    public static boolean isRandomAccess(int type) {
        return type >= BLA_W_LP && type <= LAST_IRAP;
    }

    /** True for what stands in hvcC and therefore not in a canonical access unit. */
    public static boolean isParameterSet(int type) {
        return type >= VPS && type <= PPS;
    }
}
