package arcly.media.vp9;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/** What a VP9 frame, or the first of a superframe, says in its uncompressed header (VP9, 6.2). Immutable. */
public final class Vp9FrameHeader {
    private static final String WHAT = "VP9 frame";
    private static final int HEAD = 16; // bytes that hold the header of a key frame as far as it is read
    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x49_8342;
    private static final int SRGB = 7;
    private static final int BT_2020 = 5;
    private static final int UNSPECIFIED = 2;

    private final int profile;
    private final boolean key;
    private final VpConfiguration configuration; // null unless it is a key frame
    private final int width;
    private final int height;

    private Vp9FrameHeader(BitReader in) {
        int marker = in.unsigned("frame_marker", 2);
        if (marker != FRAME_MARKER) {
            throw in.refused("frame_marker", marker, "2");
        }
        profile = in.unsigned("profile_low_bit", 1) | in.unsigned("profile_high_bit", 1) << 1;
        in.skip("reserved_zero", profile == 3 ? 1 : 0);
        boolean existing = in.flag("show_existing_frame");
        key = !existing && !in.flag("frame_type");
        if (!key) {
            configuration = null;
            width = 0;
            height = 0;
            return;
        }
        in.skip("show_frame, error_resilient_mode", 2);
        int sync = in.unsigned("frame_sync_code", 24);
        if (sync != SYNC_CODE) {
            throw in.refused("frame_sync_code", String.format("0x%06x", sync), "0x498342");
        }
        int bitDepth = profile < 2 ? 8 : in.flag("ten_or_twelve_bit") ? 12 : 10;
        int space = in.unsigned("color_space", 3);
        boolean fullRange = space == SRGB || in.flag("color_range");
        int chroma = readChroma(in, space);
        width = 1 + in.unsigned("frame_width_minus_1", 16);
        height = 1 + in.unsigned("frame_height_minus_1", 16);
        configuration = VpConfiguration.of(profile, VpConfiguration.level(width, height), bitDepth, chroma)
                .withColours(fullRange, primaries(space), space == BT_2020 ? UNSPECIFIED : primaries(space),
                        space == SRGB ? 0 : primaries(space));
    }

    /** @throws MediaFormatException if it breaks the format */
    public static Vp9FrameHeader read(byte[] data, int offset, int length) throws MediaFormatException {
        return new Vp9FrameHeader(new BitReader(WHAT, data, offset, Math.min(HEAD, length)));
    }

    private int readChroma(BitReader in, int space) {
        if (space == SRGB) {
            in.skip("reserved_zero", profile & 1);
            return VpConfiguration.CHROMA_444;
        }
        if ((profile & 1) == 0) {
            return VpConfiguration.CHROMA_420;
        }
        boolean x = in.flag("subsampling_x");
        boolean y = in.flag("subsampling_y");
        in.skip("reserved_zero", 1);
        return x ? y ? VpConfiguration.CHROMA_420 : VpConfiguration.CHROMA_422
                : y ? VpConfiguration.CHROMA_440 : VpConfiguration.CHROMA_444;
    }

    /** By ISO/IEC 23091-2; the transfer and matrix of these spaces have the same numbers, but where the caller says otherwise. */
    private static int primaries(int space) {
        return switch (space) {
            case 1, 3 -> 6;
            case 2, SRGB -> 1;
            case 4 -> 7;
            case BT_2020 -> 9;
            default -> UNSPECIFIED;
        };
    }

    /** 0 to 3. */
    public int profile() {
        return profile;
    }

    public boolean isKey() {
        return key;
    }

    /** What it says of the sequence; null unless it is a key frame. */
    public VpConfiguration configuration() {
        return configuration;
    }

    /** Pixels; 0 unless it is a key frame. */
    public int width() {
        return width;
    }

    /** Pixels; 0 unless it is a key frame. */
    public int height() {
        return height;
    }
}
