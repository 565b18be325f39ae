package arcly.media.h264;

import arcly.media.MediaFormatException;

/** nal_unit_type (H.264, 7.4.1, table 7-1) and the rest of the one byte that a NAL unit begins with. */
public final class NalType {
    public static final int SLICE = 1;
    public static final int PARTITION_A = 2;
    public static final int PARTITION_B = 3;
    public static final int PARTITION_C = 4;
    public static final int IDR_SLICE = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;
    public static final int SPS_EXTENSION = 13;
    public static final int PREFIX = 14;
    public static final int SUBSET_SPS = 15;
    public static final int AUXILIARY_SLICE = 19;
    public static final int SLICE_EXTENSION = 20;

    private static final int FORBIDDEN_ZERO_BIT = 0x80;

    private NalType() {
    }

    /**
     * The type in a NAL unit's first byte.
     *
     * @throws MediaFormatException if forbidden_zero_bit is set: the bytes are damaged or no NAL unit
     */
    public static int of(byte header) throws MediaFormatException {
        if ((header & FORBIDDEN_ZERO_BIT) != 0) {
            throw MediaFormatException.malformed("NAL unit header", String.format("0x%02x", header), "0x00 to 0x7f");
        }
        return header & 0x1F;
    }

    /** nal_ref_idc: 0 if no other picture is predicted from this one. */
    public static int referenceIdc(byte header) {
        return header >> 5 & 3;
    }

    /** True for the slices of a primary coded picture, whole or in partitions. */
    public static boolean isSlice(int type) {
        return type >= SLICE && type <= IDR_SLICE;
    }

    /** True for what stands in avcC and therefore not in a canonical access unit. */
    public static boolean isParameterSet(int type) {
        return type == SPS || type == PPS || type == SPS_EXTENSION;
    }

    /** True for what a canonical access unit leaves out. */
    static boolean isLeftOut(int type) {
        return isParameterSet(type) || type == ACCESS_UNIT_DELIMITER || type == FILLER;
    }
}
