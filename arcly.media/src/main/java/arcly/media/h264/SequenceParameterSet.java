package arcly.media.h264;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import java.util.Optional;
import java.util.OptionalInt;

/** A sequence parameter set (H.264, 7.3.2.1.1): what pictures of a coded video sequence have in common. Immutable. */
public final class SequenceParameterSet {
    /** seq_parameter_set_id is 0 to 31 (7.4.2.1.1). */
    public static final int LARGEST_ID = 31;

    private static final String WHAT = "H.264 SPS";
    // A.3.1: a side is at most sqrt(8 * MaxFS) macroblocks, and MaxFS of the highest level (6.2) is 139264.
    private static final int MOST_MACROBLOCKS_A_SIDE = 1055;
    private static final int MOST_REF_FRAMES = 16; // A.3.1: MaxDpbFrames is never more
    private static final int CONSTRAINT_SET3 = 0x10;

    private final int profileIdc;
    private final int constraints;
    private final int levelIdc;
    private final int id;
    private final int chromaFormat;
    private final boolean separateColourPlanes;
    private final int bitDepthLuma;
    private final int bitDepthChroma;
    private final boolean scalingMatrixPresent;
    private final int frameNumBits;
    private final int pocType;
    private final int pocLsbBits;
    private final int maxRefFrames;
    private final boolean frameNumGapsAllowed;
    private final boolean frameMbsOnly;
    private final int codedWidth;
    private final int codedHeight;
    private final int width;
    private final int height;
    private final VideoUsability usability; // null if absent or unreadable

    private SequenceParameterSet(BitReader in) {
        profileIdc = in.unsigned("profile_idc", 8);
        constraints = in.unsigned("constraint flags", 8);
        levelIdc = in.unsigned("level_idc", 8);
        id = in.golomb("seq_parameter_set_id", LARGEST_ID);
        boolean high = hasChromaFormat(profileIdc);
        chromaFormat = high ? in.golomb("chroma_format_idc", 3) : 1;
        separateColourPlanes = chromaFormat == 3 && in.flag("separate_colour_plane_flag");
        bitDepthLuma = 8 + (high ? in.golomb("bit_depth_luma_minus8", 6) : 0);
        bitDepthChroma = 8 + (high ? in.golomb("bit_depth_chroma_minus8", 6) : 0);
        if (high) {
            in.skip("qpprime_y_zero_transform_bypass_flag", 1);
        }
        scalingMatrixPresent = high && in.flag("seq_scaling_matrix_present_flag");
        if (scalingMatrixPresent) {
            ScalingLists.skip(in, chromaFormat == 3 ? 12 : 8);
        }
        frameNumBits = 4 + in.golomb("log2_max_frame_num_minus4", 12);
        pocType = in.golomb("pic_order_cnt_type", 2);
        pocLsbBits = pocType == 0 ? 4 + in.golomb("log2_max_pic_order_cnt_lsb_minus4", 12) : 0;
        if (pocType == 1) {
            skipPocCycle(in);
        }
        maxRefFrames = in.golomb("max_num_ref_frames", MOST_REF_FRAMES);
        frameNumGapsAllowed = in.flag("gaps_in_frame_num_value_allowed_flag");
        int widthInMbs = 1 + in.golomb("pic_width_in_mbs_minus1", MOST_MACROBLOCKS_A_SIDE - 1);
        int heightInMapUnits = 1 + in.golomb("pic_height_in_map_units_minus1", MOST_MACROBLOCKS_A_SIDE - 1);
        frameMbsOnly = in.flag("frame_mbs_only_flag");
        if (!frameMbsOnly) {
            in.skip("mb_adaptive_frame_field_flag", 1);
        }
        in.skip("direct_8x8_inference_flag", 1);
        codedWidth = widthInMbs * 16;
        codedHeight = heightInMapUnits * (frameMbsOnly ? 16 : 32);
        boolean cropped = in.flag("frame_cropping_flag");
        int unitX = separateColourPlanes || chromaFormat == 0 || chromaFormat == 3 ? 1 : 2;
        int unitY = (!separateColourPlanes && chromaFormat == 1 ? 2 : 1) * (frameMbsOnly ? 1 : 2);
        width = cropped ? crop(in, "horizontal", codedWidth, unitX) : codedWidth;
        height = cropped ? crop(in, "vertical", codedHeight, unitY) : codedHeight;
        usability = in.flag("vui_parameters_present_flag") ? readUsability(in) : null;
    }

    /**
     * Reads an SPS NAL unit, header byte first, with its emulation prevention.
     *
     * <p>A VUI that breaks its format counts as absent: a decoder can do without it, and cameras exist that cut it short.
     *
     * @throws MediaFormatException if it is no SPS or breaks the format
     */
    public static SequenceParameterSet read(byte[] nal, int offset, int length) throws MediaFormatException {
        if (length < 2 || NalType.of(nal[offset]) != NalType.SPS) {
            throw MediaFormatException.malformed(WHAT, length == 0 ? "nothing" : "NAL unit type " + (nal[offset] & 0x1F),
                    "a NAL unit of type 7");
        }
        return new SequenceParameterSet(new BitReader(WHAT, EmulationPrevention.remove(nal, offset + 1, length - 1)));
    }

    public static SequenceParameterSet read(byte[] nal) {
        return read(nal, 0, nal.length);
    }

    /** The profiles whose SPS has chroma format, bit depths and scaling lists (7.3.2.1.1). */
    private static boolean hasChromaFormat(int profileIdc) {
        return switch (profileIdc) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipPocCycle(BitReader in) {
        in.skip("delta_pic_order_always_zero_flag", 1);
        in.golomb("offset_for_non_ref_pic", 0xFFFF_FFFEL);
        in.golomb("offset_for_top_to_bottom_field", 0xFFFF_FFFEL);
        int count = in.golomb("num_ref_frames_in_pic_order_cnt_cycle", 255);
        for (int i = 0; i < count; i++) {
            in.golomb("offset_for_ref_frame", 0xFFFF_FFFEL);
        }
    }

    private static int crop(BitReader in, String direction, int coded, int unit) {
        int before = in.golomb("frame_crop, first " + direction, (coded - 1) / unit) * unit;
        int after = in.golomb("frame_crop, second " + direction, (coded - 1) / unit) * unit;
        if (before + after >= coded) {
            throw in.refused("frame_crop, " + direction, before + " + " + after + " of " + coded, "less than the coded size");
        }
        return coded - before - after;
    }

    private static VideoUsability readUsability(BitReader in) {
        try {
            return VideoUsability.read(in);
        } catch (MediaFormatException unreadable) {
            return null;
        }
    }

    public int profileIdc() {
        return profileIdc;
    }

    /** constraint_set0_flag (0x80) to constraint_set5_flag (0x04) and two zero bits. */
    public int constraints() {
        return constraints;
    }

    public int levelIdc() {
        return levelIdc;
    }

    /** 0 to {@link #LARGEST_ID}. */
    public int id() {
        return id;
    }

    /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
    public int chromaFormat() {
        return chromaFormat;
    }

    public boolean isSeparateColourPlanes() {
        return separateColourPlanes;
    }

    /** 8 to 14. */
    public int bitDepthLuma() {
        return bitDepthLuma;
    }

    /** 8 to 14. */
    public int bitDepthChroma() {
        return bitDepthChroma;
    }

    public boolean isScalingMatrixPresent() {
        return scalingMatrixPresent;
    }

    /** Bits of frame_num in a slice header, 4 to 16. */
    public int frameNumBits() {
        return frameNumBits;
    }

    /** pic_order_cnt_type, 0 to 2. */
    public int pocType() {
        return pocType;
    }

    /** Bits of pic_order_cnt_lsb in a slice header, 4 to 16; 0 if the type has none. */
    public int pocLsbBits() {
        return pocLsbBits;
    }

    public int maxRefFrames() {
        return maxRefFrames;
    }

    public boolean isFrameNumGapsAllowed() {
        return frameNumGapsAllowed;
    }

    /** False if pictures may be fields. */
    public boolean isFrameMbsOnly() {
        return frameMbsOnly;
    }

    /** Pixels before cropping, a multiple of 16. */
    public int codedWidth() {
        return codedWidth;
    }

    /** Pixels before cropping, a multiple of 16. */
    public int codedHeight() {
        return codedHeight;
    }

    /** Pixels after cropping. */
    public int width() {
        return width;
    }

    /** Pixels after cropping. */
    public int height() {
        return height;
    }

    public Optional<VideoUsability> usability() {
        return Optional.ofNullable(usability);
    }

    /** Frames per second as announced; 0 if it is not. */
    public double frameRate() {
        return usability == null ? 0 : usability.frameRate();
    }

    /**
     * How many frames may stand before another one in decode order and after it in output order; empty if the sequence leaves it
     * open (then up to {@link #maxDpbFrames()}).
     */
    public OptionalInt maxReorderFrames() {
        if (usability != null && usability.isRestrictionPresent()) {
            return OptionalInt.of(usability.maxReorderFrames());
        }
        boolean outputOrder = pocType == 2; // 8.2.1.3: output order is decode order
        return outputOrder || isIntraOnly() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /** MaxDpbFrames (A.3.1): how many frames a decoder of this level holds, 1 to 16. */
    public int maxDpbFrames() {
        int frameSizeInMbs = codedWidth / 16 * (codedHeight / 16);
        return Math.max(1, Math.min(MOST_REF_FRAMES, maxDpbMbs() / frameSizeInMbs));
    }

    /** RFC 6381, 3.3: {@code avc1.} and profile, constraints and level in hexadecimal digits. */
    public String codecString() {
        return String.format("avc1.%02x%02x%02x", profileIdc, constraints, levelIdc);
    }

    /** E.2.1: profiles for which constraint_set3_flag says that every picture is an IDR picture. */
    private boolean isIntraOnly() {
        return (constraints & CONSTRAINT_SET3) != 0 && switch (profileIdc) {
            case 44, 86, 100, 110, 122, 244 -> true;
            default -> false;
        };
    }

    /** MaxDpbMbs (table A-1). A level that is not in the table gets what the highest has. */
    private int maxDpbMbs() {
        boolean level1b = levelIdc == 9 || levelIdc == 11 && (constraints & CONSTRAINT_SET3) != 0 && profileIdc < 100;
        return level1b ? 396 : switch (levelIdc) {
            case 10 -> 396;
            case 11 -> 900;
            case 12, 13, 20 -> 2_376;
            case 21 -> 4_752;
            case 22, 30 -> 8_100;
            case 31 -> 18_000;
            case 32 -> 20_480;
            case 40, 41 -> 32_768;
            case 42 -> 34_816;
            case 50 -> 110_400;
            case 51, 52 -> 184_320;
            default -> 696_320;
        };
    }
}
