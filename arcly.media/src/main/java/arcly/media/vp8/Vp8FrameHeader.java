package arcly.media.vp8;

import arcly.media.MediaFormatException;

/** What a VP8 frame says in its first bytes (RFC 6386, 9.1). Immutable. */
public final class Vp8FrameHeader {
    private static final String WHAT = "VP8 frame";
    private static final int TAG = 3;
    private static final int KEY_HEAD = 10;
    private static final int START_CODE = 0x9D_012A;
    private static final int LARGEST_VERSION = 3;
    private static final int SIZE_BITS = 0x3FFF; // above them is a scale for the player

    private final boolean key;
    private final int version;
    private final int width;
    private final int height;

    private Vp8FrameHeader(byte[] data, int at, int length) {
        if (length < TAG) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", TAG + " and more");
        }
        key = (data[at] & 1) == 0;
        version = data[at] >> 1 & 7;
        if (version > LARGEST_VERSION) {
            throw MediaFormatException.malformed(WHAT + ", version", version, "0 to " + LARGEST_VERSION);
        }
        if (!key) {
            width = 0;
            height = 0;
            return;
        }
        if (length < KEY_HEAD) {
            throw MediaFormatException.malformed(WHAT, length + " bytes of a key frame", KEY_HEAD + " and more");
        }
        int code = (data[at + 3] & 0xFF) << 16 | (data[at + 4] & 0xFF) << 8 | data[at + 5] & 0xFF;
        if (code != START_CODE) {
            throw MediaFormatException.malformed(WHAT + ", start code", String.format("0x%06x", code), "0x9d012a");
        }
        width = (data[at + 6] & 0xFF | data[at + 7] << 8) & SIZE_BITS;
        height = (data[at + 8] & 0xFF | data[at + 9] << 8) & SIZE_BITS;
    }

    /** @throws MediaFormatException if it breaks the format */
    public static Vp8FrameHeader read(byte[] data, int offset, int length) throws MediaFormatException {
        return new Vp8FrameHeader(data, offset, length);
    }

    public boolean isKey() {
        return key;
    }

    /** 0 to 3: how complex decoding is. */
    public int version() {
        return version;
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
