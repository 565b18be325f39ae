package arcly.media.vp9;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import java.util.Objects;

/**
 * VPCodecConfigurationRecord, the body of "vpcC" after version and flags, for VP9 and VP8 (VP Codec ISO Media File Format
 * Binding):
 *
 * <pre>
 * profile 8 | level 8 | bit depth 4 | chroma subsampling 3 | full range 1 | primaries 8 | transfer 8 | matrix 8 | size 16 (is 0)
 * </pre>
 *
 * <p>Immutable; equal by value.
 */
public final class VpConfiguration {
    /** Chroma subsampling 4:2:0 with samples beside the luma samples. */
    public static final int CHROMA_420 = 1;
    public static final int CHROMA_422 = 2;
    public static final int CHROMA_444 = 3;
    /** 4:4:0; in VP9 alone. */
    public static final int CHROMA_440 = 4;

    private static final String WHAT = "vpcC";
    private static final int LENGTH = 8;
    private static final int FULL_BOX = 0x0100_0000; // version 1, no flags
    private static final int LARGEST_PROFILE = 3;
    private static final int UNSPECIFIED = 2;
    // Largest pictures of levels 1 to 6.2, and how their numbers are written; frame rates, which part the rest, nobody tells.
    private static final int[] PICTURE_SIZES = {36_864, 73_728, 122_880, 245_760, 552_960, 983_040, 2_228_224, 8_912_896};
    private static final int[] LEVELS = {10, 11, 20, 21, 30, 31, 40, 50};
    private static final int HIGHEST_LEVEL = 60;

    private final int profile;
    private final int level;
    private final int bitDepth;
    private final int chroma;
    private final boolean fullRange;
    private final int primaries;
    private final int transfer;
    private final int matrix;

    private VpConfiguration(int profile, int level, int bitDepth, int chroma, boolean fullRange, int primaries, int transfer,
            int matrix) {
        this.profile = profile;
        this.level = level;
        this.bitDepth = bitDepth;
        this.chroma = chroma;
        this.fullRange = fullRange;
        this.primaries = primaries;
        this.transfer = transfer;
        this.matrix = matrix;
    }

    /**
     * One without colours.
     *
     * @param profile 0 to 3
     * @param bitDepth 8, 10, 12
     * @param chroma {@link #CHROMA_420} ...
     */
    public static VpConfiguration of(int profile, int level, int bitDepth, int chroma) {
        return new VpConfiguration(profile, level, bitDepth, chroma, false, UNSPECIFIED, UNSPECIFIED, UNSPECIFIED);
    }

    /** The lowest level with room for such a picture, whatever its frame rate. */
    public static int level(int width, int height) {
        long pixels = (long) width * height;
        for (int i = 0; i < LEVELS.length; i++) {
            if (pixels <= PICTURE_SIZES[i]) {
                return LEVELS[i];
            }
        }
        return HIGHEST_LEVEL;
    }

    /**
     * Reads a record, with or without the version and flags that the box has before it.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static VpConfiguration read(byte[] data, int offset, int length) throws MediaFormatException {
        int head = 0;
        for (int i = 0; i < Math.min(4, length); i++) {
            head = head << 8 | data[offset + i] & 0xFF;
        }
        boolean box = head == FULL_BOX && length >= 4 + LENGTH; // as a record: profile 1 of level 0, which does not exist
        int at = offset + (box ? 4 : 0);
        if (length - (at - offset) < LENGTH) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", LENGTH + " bytes");
        }
        int profile = data[at] & 0xFF;
        int bitDepth = data[at + 2] >> 4 & 0xF;
        if (profile > LARGEST_PROFILE || bitDepth != 8 && bitDepth != 10 && bitDepth != 12) {
            throw MediaFormatException.malformed(WHAT, "profile " + profile + ", bit depth " + bitDepth,
                    "0 to " + LARGEST_PROFILE + "; 8, 10, 12");
        }
        return new VpConfiguration(profile, data[at + 1] & 0xFF, bitDepth, data[at + 2] >> 1 & 7, (data[at + 2] & 1) != 0,
                data[at + 3] & 0xFF, data[at + 4] & 0xFF, data[at + 5] & 0xFF);
    }

    public static VpConfiguration read(Payload record) {
        return read(record.toByteArray(), 0, record.size());
    }

    /** The record's bytes. */
    public Payload write() {
        return Payload.wrap(new byte[] {(byte) profile, (byte) level, (byte) (bitDepth << 4 | chroma << 1 | (fullRange ? 1 : 0)),
            (byte) primaries, (byte) transfer, (byte) matrix, 0, 0});
    }

    /** The same with these colours, by ISO/IEC 23091-2; 2 is unspecified. */
    public VpConfiguration withColours(boolean full, int colourPrimaries, int transferCharacteristics, int matrixCoefficients) {
        return new VpConfiguration(profile, level, bitDepth, chroma, full, colourPrimaries, transferCharacteristics,
                matrixCoefficients);
    }

    /** What a key frame says, with the level and the colours that this record says. */
    VpConfiguration refinedBy(VpConfiguration frame) {
        boolean described = isDescribed();
        return new VpConfiguration(frame.profile, Math.max(level, frame.level), frame.bitDepth,
                frame.chroma == CHROMA_420 && chroma < CHROMA_420 ? chroma : frame.chroma, // 0 and 1 differ in the position alone
                frame.fullRange, described ? primaries : frame.primaries, described ? transfer : frame.transfer,
                described ? matrix : frame.matrix);
    }

    private boolean isDescribed() {
        return primaries != UNSPECIFIED || transfer != UNSPECIFIED || matrix != UNSPECIFIED;
    }

    /** 0 to 3. */
    public int profile() {
        return profile;
    }

    /** Ten times the level. */
    public int level() {
        return level;
    }

    /** 8, 10, 12. */
    public int bitDepth() {
        return bitDepth;
    }

    /** {@link #CHROMA_420} ...; 0 is 4:2:0 with samples between the luma samples. */
    public int chroma() {
        return chroma;
    }

    public boolean isFullRange() {
        return fullRange;
    }

    /** The binding's section "Codecs Parameter String", its mandatory part. */
    public String codecString(String entry) {
        return String.format("%s.%02d.%02d.%02d", entry, profile, level, bitDepth);
    }

    /** The template with this configuration and its colours. */
    public Track.Builder track(Track template) {
        Track.Builder track = template.toBuilder().configuration(write());
        return !isDescribed() ? track : track.property(TrackProperty.COLOUR_PRIMARIES, primaries)
                .property(TrackProperty.COLOUR_TRANSFER, transfer)
                .property(TrackProperty.COLOUR_MATRIX, matrix)
                .property(TrackProperty.COLOUR_FULL_RANGE, fullRange);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VpConfiguration configuration && configuration.write().equals(write());
    }

    @Override
    public int hashCode() {
        return Objects.hash(profile, level, bitDepth, chroma, fullRange, primaries, transfer, matrix);
    }

    @Override
    public String toString() {
        return codecString(WHAT);
    }
}
