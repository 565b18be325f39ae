package arcly.media.av1;

import arcly.media.MediaFormatException;
import java.util.Arrays;

/** Where the OBUs of one temporal unit lie in an array (AV1, 5.3). Not thread-safe; used again and again. */
final class ObuRanges {
    /** A picture of the most tiles (4096), each in a tile group of its own, and as many for a second spatial layer. */
    static final int MOST_OBUS = 8_192;

    private static final int MOST_LEB128_BYTES = 8; // 4.10.5
    private static final String WHAT = "AV1 temporal unit";

    private int[] starts = new int[8];
    private int[] payloads = new int[8];
    private int[] ends = new int[8];
    private int count;

    int count() {
        return count;
    }

    /** Where its header is. */
    int start(int index) {
        return starts[index];
    }

    /** Where what follows header, extension and size is. */
    int payload(int index) {
        return payloads[index];
    }

    int end(int index) {
        return ends[index];
    }

    /** @throws MediaFormatException if a size reaches beyond the end */
    void scan(byte[] data, int offset, int length) {
        count = 0;
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int start = at;
            byte header = data[at++];
            ObuType.of(header);
            at += ObuType.hasExtension(header) ? 1 : 0;
            long size = end - at;
            if (ObuType.hasSize(header)) {
                size = 0;
                for (int i = 0;; i++) {
                    if (at >= end || i == MOST_LEB128_BYTES) {
                        throw MediaFormatException.malformed(where(start - offset), at >= end ? "the end" : "more bytes",
                                "leb128 of up to 8 bytes");
                    }
                    byte piece = data[at++];
                    size |= (piece & 0x7FL) << 7 * i;
                    if (piece >= 0) {
                        break;
                    }
                }
            }
            if (size < 0 || size > end - at) {
                throw MediaFormatException.malformed(where(start - offset), size, "up to " + (end - at) + ", what is left");
            }
            add(start, at, at + (int) size);
            at += (int) size;
        }
    }

    private void add(int start, int payload, int end) {
        if (count == MOST_OBUS) {
            throw MediaFormatException.malformed(WHAT, "more OBUs", "up to " + MOST_OBUS);
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            payloads = Arrays.copyOf(payloads, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        payloads[count] = payload;
        ends[count++] = end;
    }

    private static String where(int at) {
        return WHAT + ", byte " + at + ", OBU size";
    }
}
