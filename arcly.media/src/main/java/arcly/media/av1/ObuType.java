package arcly.media.av1;

import arcly.media.MediaFormatException;

/** obu_type (AV1, 6.2.2) and the rest of the one byte that an OBU begins with. */
public final class ObuType {
    public static final int SEQUENCE_HEADER = 1;
    public static final int TEMPORAL_DELIMITER = 2;
    public static final int FRAME_HEADER = 3;
    public static final int TILE_GROUP = 4;
    public static final int METADATA = 5;
    public static final int FRAME = 6;
    public static final int REDUNDANT_FRAME_HEADER = 7;
    public static final int TILE_LIST = 8;
    public static final int PADDING = 15;

    static final int HAS_SIZE = 2;

    private static final int FORBIDDEN = 0x80;
    private static final int EXTENSION = 4;

    private ObuType() {
    }

    /**
     * The type in an OBU's first byte.
     *
     * @throws MediaFormatException if obu_forbidden_bit is set: the bytes are damaged or no OBU
     */
    public static int of(byte header) throws MediaFormatException {
        if ((header & FORBIDDEN) != 0) {
            throw MediaFormatException.malformed("OBU header", String.format("0x%02x", header), "0x00 to 0x7f");
        }
        return header >> 3 & 0xF;
    }

    /** Whether a byte with the layers follows the first. */
    static boolean hasExtension(byte header) {
        return (header & EXTENSION) != 0;
    }

    static boolean hasSize(byte header) {
        return (header & HAS_SIZE) != 0;
    }

    /** True for what a canonical temporal unit leaves out. */
    static boolean isLeftOut(int type) {
        return type == TEMPORAL_DELIMITER || type == PADDING;
    }
}
