package arcly.media.av1;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/** sequence_header_obu() (AV1, 5.5): what all frames of a coded video sequence have in common. Immutable. */
public final class Av1SequenceHeader {
    private static final String WHAT = "AV1 sequence header";
    private static final int SELECT_SCREEN_CONTENT_TOOLS = 2;
    private static final int SMALLEST_LEVEL_WITH_TIER = 8;

    private final int profile;
    private final boolean reducedStillPicture;
    private final int level;
    private final boolean highTier;
    private final double frameRate;
    private final int width;
    private final int height;
    private final Av1Colour colour;

    private Av1SequenceHeader(BitReader in) {
        profile = in.unsigned("seq_profile", 3, 2);
        in.skip("still_picture", 1);
        reducedStillPicture = in.flag("reduced_still_picture_header");
        if (reducedStillPicture) {
            level = in.unsigned("seq_level_idx", 5);
            highTier = false;
            frameRate = 0;
        } else {
            Timing timing = in.flag("timing_info_present_flag") ? Timing.read(in) : Timing.NONE;
            frameRate = timing.frameRate;
            OperatingPoint first = readOperatingPoints(in, timing);
            level = first.level;
            highTier = first.highTier;
        }
        int widthBits = 1 + in.unsigned("frame_width_bits_minus_1", 4);
        int heightBits = 1 + in.unsigned("frame_height_bits_minus_1", 4);
        width = 1 + in.unsigned("max_frame_width_minus_1", widthBits);
        height = 1 + in.unsigned("max_frame_height_minus_1", heightBits);
        skipTools(in);
        colour = Av1Colour.read(in, profile);
    }

    /**
     * Reads what follows the header of an OBU.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static Av1SequenceHeader read(byte[] data, int offset, int length) throws MediaFormatException {
        return new Av1SequenceHeader(new BitReader(WHAT, data, offset, length));
    }

    /** timing_info() and decoder_model_info() (5.5.3, 5.5.4); {@code delayBits} is 0 if there is no model. */
    private record Timing(double frameRate, int delayBits) {
        static final Timing NONE = new Timing(0, 0);

        static Timing read(BitReader in) {
            long unitsInTick = in.unsigned32("num_units_in_display_tick");
            long timeScale = in.unsigned32("time_scale");
            boolean equal = in.flag("equal_picture_interval");
            long ticks = equal ? 1 + in.golomb("num_ticks_per_picture_minus_1", 0xFFFF_FFFEL) : 0; // uvlc() is ue(v)
            double rate = equal && unitsInTick > 0 ? (double) timeScale / unitsInTick / ticks : 0;
            if (!in.flag("decoder_model_info_present_flag")) {
                return new Timing(rate, 0);
            }
            int delayBits = 1 + in.unsigned("buffer_delay_length_minus_1", 5);
            in.skip("decoder_model_info", 32 + 5 + 5);
            return new Timing(rate, delayBits);
        }
    }

    private record OperatingPoint(int level, boolean highTier) {
    }

    /** The first of them, which is the one with all layers. */
    private static OperatingPoint readOperatingPoints(BitReader in, Timing timing) {
        boolean delays = in.flag("initial_display_delay_present_flag");
        int count = 1 + in.unsigned("operating_points_cnt_minus_1", 5);
        OperatingPoint first = null;
        for (int i = 0; i < count; i++) {
            in.skip("operating_point_idc", 12);
            int level = in.unsigned("seq_level_idx", 5);
            boolean tier = level >= SMALLEST_LEVEL_WITH_TIER && in.flag("seq_tier");
            if (timing.delayBits > 0 && in.flag("decoder_model_present_for_this_op")) {
                in.skip("operating_parameters_info", 2 * timing.delayBits + 1);
            }
            if (delays && in.flag("initial_display_delay_present_for_this_op")) {
                in.skip("initial_display_delay_minus_1", 4);
            }
            first = first == null ? new OperatingPoint(level, tier) : first;
        }
        return first;
    }

    private void skipTools(BitReader in) {
        if (!reducedStillPicture && in.flag("frame_id_numbers_present_flag")) {
            in.skip("frame id lengths", 7);
        }
        in.skip("use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter", 3);
        if (!reducedStillPicture) {
            in.skip("enable_interintra_compound, masked_compound, warped_motion, dual_filter", 4);
            boolean orderHint = in.flag("enable_order_hint");
            in.skip("enable_jnt_comp, enable_ref_frame_mvs", orderHint ? 2 : 0);
            int screenContent = in.flag("seq_choose_screen_content_tools") ? SELECT_SCREEN_CONTENT_TOOLS
                    : in.unsigned("seq_force_screen_content_tools", 1);
            if (screenContent > 0 && !in.flag("seq_choose_integer_mv")) {
                in.skip("seq_force_integer_mv", 1);
            }
            in.skip("order_hint_bits_minus_1", orderHint ? 3 : 0);
        }
        in.skip("enable_superres, enable_cdef, enable_restoration", 3);
    }

    /** 0 Main, 1 High, 2 Professional. */
    public int profile() {
        return profile;
    }

    /** All frames are key frames without a frame header of their own. */
    public boolean isReducedStillPicture() {
        return reducedStillPicture;
    }

    /** seq_level_idx of the first operating point: 0 is level 2.0, 31 none at all. */
    public int level() {
        return level;
    }

    public boolean isHighTier() {
        return highTier;
    }

    /** Frames per second as announced; 0 if it is not. */
    public double frameRate() {
        return frameRate;
    }

    /** Pixels. */
    public int width() {
        return width;
    }

    /** Pixels. */
    public int height() {
        return height;
    }

    public Av1Colour colour() {
        return colour;
    }

    /**
     * The AV1 binding's section 5: {@code av01}, profile, level and tier, bit depth; the rest only where it is not what players
     * take for granted.
     */
    public String codecString() {
        String text = String.format("av01.%d.%02d%c.%02d", profile, level, highTier ? 'H' : 'M', colour.bitDepth());
        return colour.isUsual() ? text : text + colour.codecString();
    }
}
