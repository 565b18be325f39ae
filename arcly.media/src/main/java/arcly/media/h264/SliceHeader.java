package arcly.media.h264;

import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;

/** The first fields of a slice header (H.264, 7.3.3), those that need no parameter set to be read. */
record SliceHeader(int firstMacroblock, int type, int ppsId) {
    private static final int HEAD = 32; // bytes that hold three ue(v) codes, whatever was escaped in them
    private static final int MOST_MACROBLOCKS = 139_264; // MaxFS of level 6.2 (table A-1)

    static SliceHeader read(byte[] nal, int offset, int length) {
        BitReader in = new BitReader("H.264 slice header",
                EmulationPrevention.remove(nal, offset + 1, Math.min(HEAD, length - 1)));
        return new SliceHeader(
                in.golomb("first_mb_in_slice", MOST_MACROBLOCKS),
                in.golomb("slice_type", 9),
                in.golomb("pic_parameter_set_id", PictureParameterSet.LARGEST_ID));
    }
}
