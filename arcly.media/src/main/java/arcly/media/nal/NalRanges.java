package arcly.media.nal;

import arcly.media.MediaFormatException;
import java.util.Arrays;

/** Where the NAL units of one access unit lie in an array. Empty ones are passed over. Not thread-safe; used again and again. */
public final class NalRanges {
    /** An IDR picture of 16 MiB, cut into slices for datagrams of 1,200 bytes, has 14,000. */
    public static final int MOST_NAL_UNITS = 16_384;

    private final String what;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private boolean sawEmpty;

    /** @param codec for messages */
    public NalRanges(String codec) {
        what = codec + " access unit";
    }

    public int count() {
        return count;
    }

    public int offset(int index) {
        return offsets[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /** True if the last scan passed over a NAL unit of no bytes. */
    public boolean sawEmpty() {
        return sawEmpty;
    }

    /**
     * Finds NAL units that each begin with their length (ISO/IEC 14496-15, 5.3.4.2).
     *
     * @throws MediaFormatException if a length reaches beyond the end
     */
    public void scanLengthPrefixed(byte[] data, int offset, int length, int lengthSize) {
        clear();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (end - at < lengthSize) {
                throw MediaFormatException.malformed(where("length", at - offset), end - at + " bytes", lengthSize + " bytes");
            }
            long size = 0;
            for (int i = 0; i < lengthSize; i++) {
                size = size << 8 | data[at + i] & 0xFF;
            }
            if (size > end - at - lengthSize) {
                throw MediaFormatException.malformed(where("length", at - offset), size,
                        "up to " + (end - at - lengthSize) + ", what is left" + hint(data, offset, at));
            }
            add(at + lengthSize, (int) size);
            at += lengthSize + (int) size;
        }
    }

    /** After a 4-byte start code that was taken for a length of 1 the rest makes no sense: a common mistake of encoders. */
    private static String hint(byte[] data, int offset, int at) {
        boolean startCode = at > offset && data[offset] == 0 && data[offset + 1] == 0
                && (data[offset + 2] == 1 || data[offset + 2] == 0 && at - offset > 3 && data[offset + 3] == 1);
        return startCode ? " (it begins like Annex B, not with lengths)" : "";
    }

    /**
     * Finds NAL units between start codes (H.264, annex B), without the zero bytes around them.
     *
     * @throws MediaFormatException if something else than zero bytes stands before the first start code
     */
    public void scanAnnexB(byte[] data, int offset, int length) {
        clear();
        int end = offset + length;
        int start = -1;
        int at = offset;
        while (at + 2 < end) {
            if ((data[at + 2] & ~1) != 0) {
                at += 3; // no start code ends here or at the next two bytes
            } else if (data[at] == 0 && data[at + 1] == 0 && data[at + 2] == 1) {
                close(data, offset, start, at);
                start = at + 3;
                at += 3;
            } else {
                at++;
            }
        }
        close(data, offset, start, end);
    }

    private void close(byte[] data, int offset, int start, int end) {
        int last = end;
        while (last > Math.max(start, offset) && data[last - 1] == 0) {
            last--;
        }
        if (start >= 0) {
            add(start, last - start);
        } else if (last > offset) {
            throw MediaFormatException.malformed(where("start", 0), String.format("0x%02x", data[offset]), "a start code");
        }
    }

    private void clear() {
        count = 0;
        sawEmpty = false;
    }

    private void add(int offset, int length) {
        if (length == 0) {
            sawEmpty = true;
            return;
        }
        if (count == MOST_NAL_UNITS) {
            throw MediaFormatException.malformed(what, "more NAL units", "up to " + MOST_NAL_UNITS);
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    private String where(String field, int at) {
        return what + ", byte " + at + ", NAL unit " + field;
    }
}
