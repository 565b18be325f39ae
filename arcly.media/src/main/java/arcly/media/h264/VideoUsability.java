package arcly.media.h264;

import arcly.media.bits.BitReader;
import arcly.media.nal.PictureSignal;

/** VUI parameters of a sequence (H.264, annex E): how pictures are to be shown, when, and what a decoder must hold. Immutable. */
public final class VideoUsability {
    private static final int MOST_CPBS = 32;  // E.2.2: cpb_cnt_minus1 is 0 to 31
    private static final int MOST_DPB_FRAMES = 16; // A.3.1

    private final PictureSignal signal;
    private final long unitsInTick;
    private final long timeScale;
    private final boolean fixedFrameRate;
    private final boolean picStructPresent;
    private final boolean restrictionPresent;
    private final int maxReorderFrames;
    private final int maxDecFrameBuffering;

    private VideoUsability(BitReader in) {
        signal = PictureSignal.read(in);
        boolean timingPresent = in.flag("timing_info_present_flag");
        unitsInTick = timingPresent ? in.unsigned32("num_units_in_tick") : 0;
        timeScale = timingPresent ? in.unsigned32("time_scale") : 0;
        fixedFrameRate = timingPresent && in.flag("fixed_frame_rate_flag");
        boolean nal = skipHrd(in, "nal_hrd_parameters_present_flag");
        boolean vcl = skipHrd(in, "vcl_hrd_parameters_present_flag");
        if (nal || vcl) {
            in.skip("low_delay_hrd_flag", 1);
        }
        picStructPresent = in.flag("pic_struct_present_flag");
        restrictionPresent = in.flag("bitstream_restriction_flag");
        if (restrictionPresent) {
            in.skip("motion_vectors_over_pic_boundaries_flag", 1);
            in.golomb("max_bytes_per_pic_denom", 16);
            in.golomb("max_bits_per_mb_denom", 16);
            in.golomb("log2_max_mv_length_horizontal", 32); // 16 by E.2.1; 32 in its older editions
            in.golomb("log2_max_mv_length_vertical", 32);
        }
        maxReorderFrames = restrictionPresent ? in.golomb("max_num_reorder_frames", MOST_DPB_FRAMES) : 0;
        maxDecFrameBuffering = restrictionPresent ? in.golomb("max_dec_frame_buffering", MOST_DPB_FRAMES) : 0;
    }

    static VideoUsability read(BitReader in) {
        return new VideoUsability(in);
    }

    /** hrd_parameters() (E.1.2): nothing in it is of use to a server. */
    private static boolean skipHrd(BitReader in, String presentFlag) {
        if (!in.flag(presentFlag)) {
            return false;
        }
        int count = in.golomb("cpb_cnt_minus1", MOST_CPBS - 1) + 1;
        in.skip("bit_rate_scale, cpb_size_scale", 8);
        for (int i = 0; i < count; i++) {
            in.golomb("bit_rate_value_minus1", 0xFFFF_FFFEL);
            in.golomb("cpb_size_value_minus1", 0xFFFF_FFFEL);
            in.skip("cbr_flag", 1);
        }
        in.skip("delay lengths, time_offset_length", 20);
        return true;
    }

    /** Width of a sample beside {@link #sarHeight()}; 0 if not said. */
    public int sarWidth() {
        return signal.sarWidth();
    }

    public int sarHeight() {
        return signal.sarHeight();
    }

    PictureSignal signal() {
        return signal;
    }

    /** False if the sequence says nothing about its colours and range. */
    public boolean isVideoSignalTypePresent() {
        return signal.isPresent();
    }

    public boolean isFullRange() {
        return signal.isFullRange();
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int colourPrimaries() {
        return signal.primaries();
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int transferCharacteristics() {
        return signal.transfer();
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int matrixCoefficients() {
        return signal.matrix();
    }

    /** Frames per second, of which each has two ticks; 0 if not said. */
    public double frameRate() {
        return unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
    }

    /** num_units_in_tick; 0 if not said. */
    public long unitsInTick() {
        return unitsInTick;
    }

    /** time_scale; 0 if not said. */
    public long timeScale() {
        return timeScale;
    }

    public boolean isFixedFrameRate() {
        return fixedFrameRate;
    }

    public boolean isPicStructPresent() {
        return picStructPresent;
    }

    /** Whether {@link #maxReorderFrames()} and {@link #maxDecFrameBuffering()} are said. */
    public boolean isRestrictionPresent() {
        return restrictionPresent;
    }

    public int maxReorderFrames() {
        return maxReorderFrames;
    }

    public int maxDecFrameBuffering() {
        return maxDecFrameBuffering;
    }
}
