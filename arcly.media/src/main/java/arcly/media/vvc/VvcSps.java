package arcly.media.vvc;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import java.util.Arrays;

/** The head of a sequence parameter set (H.266, 7.3.2.4), up to the bit depth. Immutable. */
public final class VvcSps {
    /** sps_seq_parameter_set_id has 4 bits. */
    public static final int LARGEST_ID = 15;

    private static final String WHAT = "VVC SPS";
    // A.4.2: a side is at most sqrt(8 * MaxLumaPs), and MaxLumaPs of the highest level (6.3) is 142,606,336.
    private static final int LARGEST_SIDE = 33_776;
    private static final int MOST_SUBPICTURES = 600; // table A.2: MaxSlicesPerAu of the highest level, and each has one
    private static final int CONSTRAINT_BITS = 71;
    private static final int CONSTRAINTS_AT = 4; // bytes: what stands before is 32 bits
    private static final int LARGEST_BIT_DEPTH = 16;

    private final int id;
    private final int subLayers;
    private final int chromaFormat;
    private final int profileIdc;
    private final boolean highTier;
    private final int levelIdc;
    private final byte[] constraints; // from ptl_frame_only_constraint_flag on, whole bytes
    private final int width;
    private final int height;
    private final int bitDepth;

    private VvcSps(byte[] rbsp) {
        BitReader in = new BitReader(WHAT, rbsp);
        id = in.unsigned("sps_seq_parameter_set_id", 4);
        in.skip("sps_video_parameter_set_id", 4);
        subLayers = 1 + in.unsigned("sps_max_sublayers_minus1", 3, 6);
        chromaFormat = in.unsigned("sps_chroma_format_idc", 2);
        int ctuSize = 32 << in.unsigned("sps_log2_ctu_size_minus5", 2, 2);
        if (!in.flag("sps_ptl_dpb_hrd_params_present_flag")) {
            throw MediaFormatException.unsupported(WHAT, "a sequence of another layer than the lowest", "one with a profile");
        }
        profileIdc = in.unsigned("general_profile_idc", 7);
        highTier = in.flag("general_tier_flag");
        levelIdc = in.unsigned("general_level_idc", 8);
        constraints = readConstraints(in, rbsp);
        skipSubLayers(in);
        in.skip("sps_gdr_enabled_flag", 1);
        if (in.flag("sps_ref_pic_resampling_enabled_flag")) {
            in.skip("sps_res_change_in_clvs_allowed_flag", 1);
        }
        int codedWidth = in.golomb("sps_pic_width_max_in_luma_samples", LARGEST_SIDE);
        int codedHeight = in.golomb("sps_pic_height_max_in_luma_samples", LARGEST_SIDE);
        boolean cropped = in.flag("sps_conformance_window_flag");
        width = cropped ? crop(in, "horizontal", codedWidth, chromaFormat == 1 || chromaFormat == 2 ? 2 : 1) : codedWidth;
        height = cropped ? crop(in, "vertical", codedHeight, chromaFormat == 1 ? 2 : 1) : codedHeight;
        if (width == 0 || height == 0) {
            throw in.refused("size", width + "x" + height, "1x1 and above");
        }
        if (in.flag("sps_subpic_info_present_flag")) {
            skipSubpictures(in, ctuSize, codedWidth, codedHeight);
        }
        bitDepth = 8 + in.golomb("sps_bitdepth_minus8", LARGEST_BIT_DEPTH - 8);
    }

    /**
     * Reads an SPS NAL unit, header first, with its emulation prevention.
     *
     * @throws MediaFormatException if it is no SPS or breaks the format
     */
    public static VvcSps read(byte[] nal, int offset, int length) throws MediaFormatException {
        int type = VvcNalType.of(nal, offset, length);
        if (type != VvcNalType.SPS) {
            throw MediaFormatException.malformed(WHAT, "NAL unit type " + type, "a NAL unit of type 15");
        }
        return new VvcSps(EmulationPrevention.remove(nal, offset + VvcNalType.HEADER_LENGTH, length - VvcNalType.HEADER_LENGTH));
    }

    public static VvcSps read(byte[] nal) {
        return read(nal, 0, nal.length);
    }

    /** Two flags and general_constraints_info() (7.3.3.2), which ends on a byte. */
    private static byte[] readConstraints(BitReader in, byte[] rbsp) {
        in.skip("ptl_frame_only_constraint_flag, ptl_multilayer_enabled_flag", 2);
        if (in.flag("gci_present_flag")) {
            in.skip("general constraints", CONSTRAINT_BITS);
            in.skip("gci_reserved_bit", in.unsigned("gci_num_additional_bits", 8));
        }
        in.align();
        return Arrays.copyOfRange(rbsp, CONSTRAINTS_AT, in.position() / Byte.SIZE);
    }

    /** The rest of profile_tier_level() (7.3.3.1). */
    private void skipSubLayers(BitReader in) {
        int levels = 0;
        for (int i = 1; i < subLayers; i++) {
            levels += in.flag("ptl_sublayer_level_present_flag") ? 1 : 0;
        }
        in.align();
        in.skip("sublayer_level_idc", levels * 8);
        in.skip("general_sub_profile_idc", in.unsigned("ptl_num_sub_profiles", 8) * 32);
    }

    private static int crop(BitReader in, String direction, int coded, int unit) {
        int most = Math.max(0, (coded - 1) / unit);
        int before = in.golomb("sps_conf_win_offset, first " + direction, most) * unit;
        int after = in.golomb("sps_conf_win_offset, second " + direction, most) * unit;
        return Math.max(0, coded - before - after);
    }

    private static void skipSubpictures(BitReader in, int ctuSize, int width, int height) {
        int last = in.golomb("sps_num_subpics_minus1", MOST_SUBPICTURES - 1);
        boolean independent = last == 0 || in.flag("sps_independent_subpics_flag");
        boolean sameSize = last > 0 && in.flag("sps_subpic_same_size_flag");
        int bitsX = width > ctuSize ? bits((width + ctuSize - 1) / ctuSize) : 0;
        int bitsY = height > ctuSize ? bits((height + ctuSize - 1) / ctuSize) : 0;
        for (int i = 0; last > 0 && i <= last; i++) {
            if (!sameSize || i == 0) {
                in.skip("sps_subpic_ctu_top_left", i > 0 ? bitsX + bitsY : 0);
                in.skip("sps_subpic_size", i < last ? bitsX + bitsY : 0);
            }
            in.skip("sps_subpic flags", independent ? 0 : 2);
        }
        int idBits = 1 + in.golomb("sps_subpic_id_len_minus1", 15);
        if (in.flag("sps_subpic_id_mapping_explicitly_signalled_flag") && in.flag("sps_subpic_id_mapping_present_flag")) {
            in.skip("sps_subpic_id", idBits * (last + 1));
        }
    }

    /** Ceil(Log2(count)). */
    private static int bits(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    byte[] constraints() {
        return constraints;
    }

    /** 0 to {@link #LARGEST_ID}. */
    public int id() {
        return id;
    }

    /** 1 to 7. */
    public int subLayers() {
        return subLayers;
    }

    /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
    public int chromaFormat() {
        return chromaFormat;
    }

    /** general_profile_idc: 1 Main 10 ... */
    public int profileIdc() {
        return profileIdc;
    }

    public boolean isHighTier() {
        return highTier;
    }

    /** general_level_idc: sixteen times the level and three times what follows its point. */
    public int levelIdc() {
        return levelIdc;
    }

    /** Pixels after cropping. */
    public int width() {
        return width;
    }

    /** Pixels after cropping. */
    public int height() {
        return height;
    }

    /** 8 to 16. */
    public int bitDepth() {
        return bitDepth;
    }

    /** ISO/IEC 14496-15, E.6: {@code vvc1.}, profile, tier and level; constraints may be left out. */
    public String codecString() {
        return "vvc1." + profileIdc + '.' + (highTier ? 'H' : 'L') + levelIdc;
    }
}
