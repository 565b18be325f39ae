package arcly.media.flac;

import arcly.media.MediaFormatException;

/** How many samples a FLAC frame has, by the header that it begins with (RFC 9639, 9.1). */
public final class FlacFrameHeader {
    private static final String WHAT = "FLAC frame header";
    private static final int SYNC = 0x7FFC; // 15 bits, the last of which is 0
    private static final int MOST_NUMBER_BYTES = 7; // 9.1.5
    private static final int NUMBER_AT = 4;

    private FlacFrameHeader() {
    }

    /**
     * Samples of each channel.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static int samples(byte[] data, int offset, int length) throws MediaFormatException {
        if (length <= NUMBER_AT) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "more than " + NUMBER_AT);
        }
        if (((data[offset] & 0xFF) << 7 | (data[offset + 1] & 0xFF) >> 1) != SYNC) {
            throw MediaFormatException.malformed(WHAT, String.format("0x%02x%02x", data[offset], data[offset + 1]), "sync");
        }
        int code = data[offset + 2] >> 4 & 0xF;
        int after = NUMBER_AT + numberLength(data[offset + NUMBER_AT] & 0xFF);
        int uncommon = code == 6 ? 1 : code == 7 ? 2 : 0;
        if (code == 0 || length < after + uncommon) {
            throw MediaFormatException.malformed(WHAT + ", block size", code == 0 ? "code 0" : length + " bytes",
                    "codes 1 to 15, complete");
        }
        return switch (code) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> 1 + (data[offset + after] & 0xFF);
            case 7 -> 1 + ((data[offset + after] & 0xFF) << 8 | data[offset + after + 1] & 0xFF);
            default -> 1 << code;
        };
    }

    /** Bytes of the frame's or sample's number, which is coded as UTF-8 would be: leading ones of the first byte. */
    private static int numberLength(int first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        if (ones == 1 || ones > MOST_NUMBER_BYTES) {
            throw MediaFormatException.malformed(WHAT + ", number", String.format("0x%02x", first), "0, or 2 to 7 leading ones");
        }
        return Math.max(1, ones);
    }
}
