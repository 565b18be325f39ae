package arcly.media.av1;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/** color_config() (AV1, 5.5.2). Immutable. */
public final class Av1Colour {
    private static final int UNSPECIFIED = 2;
    private static final int BT709 = 1;
    private static final int SRGB = 13;
    private static final int PROFESSIONAL = 2;

    private final int bitDepth;
    private final boolean monochrome;
    private final int primaries;
    private final int transfer;
    private final int matrix;
    private final boolean fullRange;
    private final boolean subsampledX;
    private final boolean subsampledY;
    private final int samplePosition;

    private Av1Colour(BitReader in, int profile) {
        boolean high = in.flag("high_bitdepth");
        bitDepth = !high ? 8 : profile == PROFESSIONAL && in.flag("twelve_bit") ? 12 : 10;
        monochrome = profile != 1 && in.flag("mono_chrome");
        boolean described = in.flag("color_description_present_flag");
        primaries = described ? in.unsigned("color_primaries", 8) : UNSPECIFIED;
        transfer = described ? in.unsigned("transfer_characteristics", 8) : UNSPECIFIED;
        matrix = described ? in.unsigned("matrix_coefficients", 8) : UNSPECIFIED;
        boolean srgb = !monochrome && primaries == BT709 && transfer == SRGB && matrix == 0;
        fullRange = srgb || in.flag("color_range");
        boolean choice = profile == PROFESSIONAL && bitDepth == 12 && !monochrome && !srgb;
        boolean chosenX = choice && in.flag("subsampling_x");
        boolean chosenY = chosenX && in.flag("subsampling_y");
        subsampledX = choice ? chosenX : monochrome || !srgb && profile != 1;
        subsampledY = choice ? chosenY : monochrome || !srgb && profile == 0;
        samplePosition = !monochrome && subsampledX && subsampledY ? in.unsigned("chroma_sample_position", 2) : 0;
    }

    static Av1Colour read(BitReader in, int profile) throws MediaFormatException {
        return new Av1Colour(in, profile);
    }

    /** 8, 10, 12. */
    public int bitDepth() {
        return bitDepth;
    }

    public boolean isMonochrome() {
        return monochrome;
    }

    /** Whether colours are said. */
    public boolean isDescribed() {
        return primaries != UNSPECIFIED || transfer != UNSPECIFIED || matrix != UNSPECIFIED;
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int primaries() {
        return primaries;
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int transfer() {
        return transfer;
    }

    /** ISO/IEC 23091-2; 2 is unspecified. */
    public int matrix() {
        return matrix;
    }

    public boolean isFullRange() {
        return fullRange;
    }

    /** Half as many chroma samples across as luma samples. */
    public boolean isSubsampledX() {
        return subsampledX;
    }

    /** Half as many chroma samples down as luma samples. */
    public boolean isSubsampledY() {
        return subsampledY;
    }

    /** chroma_sample_position; 0 is unknown. */
    public int samplePosition() {
        return samplePosition;
    }

    /** What a codecs string of four parts stands for: 4:2:0, limited range, BT.709, where anything is said. */
    boolean isUsual() {
        return !monochrome && subsampledX && subsampledY && !fullRange
                && (!isDescribed() || primaries == BT709 && transfer == BT709 && matrix == BT709);
    }

    String codecString() {
        return String.format(".%d.%d%d%d.%02d.%02d.%02d.%d", monochrome ? 1 : 0, subsampledX ? 1 : 0, subsampledY ? 1 : 0,
                subsampledX && subsampledY ? samplePosition : 0, primaries, transfer, matrix, fullRange ? 1 : 0);
    }
}
