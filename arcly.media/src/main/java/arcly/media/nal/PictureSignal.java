package arcly.media.nal;

import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/**
 * What VUI parameters begin with, in H.264 (E.1.1) as in HEVC (E.2.1): the shape of
 * pixels, and their colours. Immutable.
 */
public final class PictureSignal {
    private static final int EXTENDED_SAR = 255;
    private static final int UNSPECIFIED = 2; // colour description, H.264 tables E-3 to E-5
    private static final int[] SAR_WIDTHS = {0, 1, 12, 10, 16, 40, 24, 20, 32, 80, 18, 15, 64, 160, 4, 3, 2};
    private static final int[] SAR_HEIGHTS = {0, 1, 11, 11, 11, 33, 11, 11, 11, 33, 11, 11, 33, 99, 3, 2, 1};

    private final int sarWidth;
    private final int sarHeight;
    private final boolean present;
    private final boolean fullRange;
    private final int primaries;
    private final int transfer;
    private final int matrix;

    private PictureSignal(BitReader in) {
        int aspect = in.flag("aspect_ratio_info_present_flag") ? in.unsigned("aspect_ratio_idc", 8) : 0;
        boolean tabled = aspect < SAR_WIDTHS.length;
        boolean extended = aspect == EXTENDED_SAR;
        sarWidth = extended ? in.unsigned("sar_width", 16) : tabled ? SAR_WIDTHS[aspect] : 0;
        sarHeight = extended ? in.unsigned("sar_height", 16) : tabled ? SAR_HEIGHTS[aspect] : 0;
        if (in.flag("overscan_info_present_flag")) {
            in.skip("overscan_appropriate_flag", 1);
        }
        present = in.flag("video_signal_type_present_flag");
        if (present) {
            in.skip("video_format", 3);
        }
        fullRange = present && in.flag("video_full_range_flag");
        boolean colour = present && in.flag("colour_description_present_flag");
        primaries = colour ? in.unsigned("colour_primaries", 8) : UNSPECIFIED;
        transfer = colour ? in.unsigned("transfer_characteristics", 8) : UNSPECIFIED;
        matrix = colour ? in.unsigned("matrix_coefficients", 8) : UNSPECIFIED;
        if (in.flag("chroma_loc_info_present_flag")) {
            in.golomb("chroma_sample_loc_type_top_field", 5);
            in.golomb("chroma_sample_loc_type_bottom_field", 5);
        }
    }

    /** Reads up to and with chroma_loc_info. */
    public static PictureSignal read(BitReader in) throws MediaFormatException {
        return new PictureSignal(in);
    }

    /** Puts the colours into the track, if they are said. */
    public void describe(Track.Builder track) {
        if (present) {
            track.property(TrackProperty.COLOUR_PRIMARIES, primaries)
                    .property(TrackProperty.COLOUR_TRANSFER, transfer)
                    .property(TrackProperty.COLOUR_MATRIX, matrix)
                    .property(TrackProperty.COLOUR_FULL_RANGE, fullRange);
        }
    }

    /** Width of a pixel beside {@link #sarHeight()}; 0 if not said. */
    public int sarWidth() {
        return sarWidth;
    }

    public int sarHeight() {
        return sarHeight;
    }

    /** False if nothing is said about colours and range. */
    public boolean isPresent() {
        return present;
    }

    public boolean isFullRange() {
        return fullRange;
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
}
