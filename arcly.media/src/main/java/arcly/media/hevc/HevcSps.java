package arcly.media.hevc;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import arcly.media.nal.PictureSignal;
import java.util.Optional;

/** A sequence parameter set (H.265, 7.3.2.2): what pictures of a coded video sequence have in common. Immutable. */
public final class HevcSps {
    /** sps_seq_parameter_set_id is 0 to 15 (7.4.3.2.1). */
    public static final int LARGEST_ID = 15;

    private static final String WHAT = "HEVC SPS";
    // A.4.1: a side is at most sqrt(8 * MaxLumaPs), and MaxLumaPs of the highest level (7.2) is 142,606,336.
    private static final int LARGEST_SIDE = 33_776;
    private static final int LARGEST_POC_BITS = 12;

    private final HevcProfile profile;
    private final int maxSubLayers;
    private final boolean temporalIdNested;
    private final int id;
    private final int chromaFormat;
    private final int bitDepthLuma;
    private final int bitDepthChroma;
    private final int width;
    private final int height;
    private final int reorderDepth;
    private final PictureSignal signal; // null if absent or unreadable
    private final double frameRate;

    private HevcSps(BitReader in) {
        in.skip("sps_video_parameter_set_id", 4);
        maxSubLayers = 1 + in.unsigned("sps_max_sub_layers_minus1", 3, 6);
        temporalIdNested = in.flag("sps_temporal_id_nesting_flag");
        profile = HevcProfile.read(in, maxSubLayers);
        id = in.golomb("sps_seq_parameter_set_id", LARGEST_ID);
        chromaFormat = in.golomb("chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && in.flag("separate_colour_plane_flag");
        int codedWidth = in.golomb("pic_width_in_luma_samples", LARGEST_SIDE);
        int codedHeight = in.golomb("pic_height_in_luma_samples", LARGEST_SIDE);
        boolean cropped = in.flag("conformance_window_flag");
        int unitX = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2) ? 2 : 1;
        int unitY = !separatePlanes && chromaFormat == 1 ? 2 : 1;
        width = cropped ? crop(in, "horizontal", codedWidth, unitX) : codedWidth;
        height = cropped ? crop(in, "vertical", codedHeight, unitY) : codedHeight;
        if (width == 0 || height == 0) {
            throw in.refused("size", width + "x" + height, "1x1 and above");
        }
        bitDepthLuma = 8 + in.golomb("bit_depth_luma_minus8", 8);
        bitDepthChroma = 8 + in.golomb("bit_depth_chroma_minus8", 8);
        int pocBits = 4 + in.golomb("log2_max_pic_order_cnt_lsb_minus4", LARGEST_POC_BITS);
        reorderDepth = readOrdering(in);
        HevcCodingTools.skip(in, pocBits);
        boolean described = in.flag("vui_parameters_present_flag");
        Usability usability = described ? Usability.read(in) : Usability.NONE;
        signal = usability.signal;
        frameRate = usability.frameRate;
    }

    /**
     * Reads an SPS NAL unit, header first, with its emulation prevention.
     *
     * <p>A VUI that breaks its format counts as absent: a decoder can do without it.
     *
     * @throws MediaFormatException if it is no SPS or breaks the format
     */
    public static HevcSps read(byte[] nal, int offset, int length) throws MediaFormatException {
        if (length <= HevcNalType.HEADER_LENGTH || HevcNalType.of(nal[offset]) != HevcNalType.SPS) {
            throw MediaFormatException.malformed(WHAT, length == 0 ? "nothing" : "NAL unit type " + (nal[offset] >> 1 & 0x3F),
                    "a NAL unit of type 33");
        }
        return new HevcSps(new BitReader(WHAT, EmulationPrevention.remove(nal, offset + HevcNalType.HEADER_LENGTH,
                length - HevcNalType.HEADER_LENGTH)));
    }

    public static HevcSps read(byte[] nal) {
        return read(nal, 0, nal.length);
    }

    private static int crop(BitReader in, String direction, int coded, int unit) {
        int most = Math.max(0, (coded - 1) / unit);
        int before = in.golomb("conf_win_offset, first " + direction, most) * unit;
        int after = in.golomb("conf_win_offset, second " + direction, most) * unit;
        return Math.max(0, coded - before - after);
    }

    /** sps_max_num_reorder_pics of the highest sub-layer. */
    private int readOrdering(BitReader in) {
        boolean each = in.flag("sps_sub_layer_ordering_info_present_flag");
        int reorder = 0;
        for (int i = each ? 0 : maxSubLayers - 1; i < maxSubLayers; i++) {
            in.golomb("sps_max_dec_pic_buffering_minus1", 15);
            reorder = in.golomb("sps_max_num_reorder_pics", 15);
            in.golomb("sps_max_latency_increase_plus1", 0xFFFF_FFFEL);
        }
        return reorder;
    }

    /** What is of use in vui_parameters() (E.2.1). */
    private record Usability(PictureSignal signal, double frameRate) {
        static final Usability NONE = new Usability(null, 0);

        static Usability read(BitReader in) {
            try {
                PictureSignal signal = PictureSignal.read(in);
                in.skip("neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag", 3);
                if (in.flag("default_display_window_flag")) {
                    for (int i = 0; i < 4; i++) {
                        in.golomb("def_disp_win_offset", 0xFFFF_FFFEL);
                    }
                }
                boolean timing = in.flag("vui_timing_info_present_flag");
                long unitsInTick = timing ? in.unsigned32("vui_num_units_in_tick") : 0;
                long timeScale = timing ? in.unsigned32("vui_time_scale") : 0;
                return new Usability(signal, unitsInTick == 0 ? 0 : (double) timeScale / unitsInTick);
            } catch (MediaFormatException unreadable) {
                return NONE;
            }
        }
    }

    HevcProfile profile() {
        return profile;
    }

    PictureSignal signal() {
        return signal;
    }

    /** general_profile_idc: 1 Main, 2 Main 10, 4 range extensions ... */
    public int profileIdc() {
        return profile.idc();
    }

    /** general_level_idc: thirty times the level. */
    public int levelIdc() {
        return profile.level();
    }

    /** 1 to 7. */
    public int maxSubLayers() {
        return maxSubLayers;
    }

    public boolean isTemporalIdNested() {
        return temporalIdNested;
    }

    /** 0 to {@link #LARGEST_ID}. */
    public int id() {
        return id;
    }

    /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
    public int chromaFormat() {
        return chromaFormat;
    }

    /** 8 to 16. */
    public int bitDepthLuma() {
        return bitDepthLuma;
    }

    /** 8 to 16. */
    public int bitDepthChroma() {
        return bitDepthChroma;
    }

    /** Pixels after cropping. */
    public int width() {
        return width;
    }

    /** Pixels after cropping. */
    public int height() {
        return height;
    }

    /** Frames per second as announced; 0 if it is not. */
    public double frameRate() {
        return frameRate;
    }

    /** How many frames may stand before another one in decode order and after it in output order. */
    public int reorderDepth() {
        return reorderDepth;
    }

    /** Width of a pixel beside {@link #sarHeight()}; 0 if not said. */
    public int sarWidth() {
        return Optional.ofNullable(signal).map(PictureSignal::sarWidth).orElse(0);
    }

    public int sarHeight() {
        return Optional.ofNullable(signal).map(PictureSignal::sarHeight).orElse(0);
    }

    /** ISO/IEC 14496-15, E.3: {@code hvc1.} and profile, compatibility, tier and level, constraints. */
    public String codecString() {
        return "hvc1." + profile.codecString();
    }
}
