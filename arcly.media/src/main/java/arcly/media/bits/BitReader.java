package arcly.media.bits;

import arcly.media.MediaFormatException;
import java.util.Objects;

/**
 * Reads bits, most significant first, and names the field when the input ends too early or a value is out of its range.
 *
 * <p>The array is not copied and must not change meanwhile. Not thread-safe.
 */
public final class BitReader {
    private static final int LONGEST_GOLOMB_PREFIX = 31; // ue(v) codes reach 2^32 - 2 (H.264, 9.1)

    private final String what;
    private final byte[] data;
    private final int first; // bit index in data
    private final int end;   // bit index in data
    private int at;          // bit index in data

    /**
     * @param what what is read, for messages: {@code "SPS"}
     * @throws MediaFormatException if the part has more than 256 MiB, more bits than an int counts
     */
    public BitReader(String what, byte[] data, int offset, int length) throws MediaFormatException {
        Objects.checkFromIndexSize(offset, length, data.length);
        if (offset + length > Integer.MAX_VALUE / Byte.SIZE) {
            throw MediaFormatException.malformed(what, length + " bytes", "up to " + Integer.MAX_VALUE / Byte.SIZE);
        }
        this.what = what;
        this.data = data;
        this.first = offset * Byte.SIZE;
        this.at = first;
        this.end = (offset + length) * Byte.SIZE;
    }

    public BitReader(String what, byte[] data) {
        this(what, data, 0, data.length);
    }

    /** Bits read so far. */
    public int position() {
        return at - first;
    }

    /** Bits left. */
    public int remaining() {
        return end - at;
    }

    public boolean flag(String field) {
        need(1, field);
        return nextBit() != 0;
    }

    /** An unsigned value of {@code bits} bits, 0 to 31. */
    public int unsigned(String field, int bits) {
        if (bits < 0 || bits > 31) {
            throw new IllegalArgumentException(bits + " bits; allowed are 0 to 31");
        }
        return (int) take(field, bits);
    }

    /** An unsigned value of {@code bits} bits, 0 to 31, that must not be above {@code largest}. */
    public int unsigned(String field, int bits, int largest) {
        int before = position();
        int value = unsigned(field, bits);
        if (value > largest) {
            throw outOfRange(field, before, value, 0, largest);
        }
        return value;
    }

    /** An unsigned value of 32 bits. */
    public long unsigned32(String field) {
        return take(field, 32);
    }

    /** ue(v) of H.264, 9.1, that must not be above {@code largest}. */
    public long golomb(String field, long largest) {
        int before = position();
        int zeros = 0;
        while (!flag(field)) {
            if (++zeros > LONGEST_GOLOMB_PREFIX) {
                throw MediaFormatException.malformed(where(field, before), "an Exp-Golomb code of more than 31 leading zeros",
                        "0 to " + largest);
            }
        }
        long value = (1L << zeros) - 1 + take(field, zeros);
        if (value > largest) {
            throw outOfRange(field, before, value, 0, largest);
        }
        return value;
    }

    /** ue(v) of H.264, 9.1, that must not be above {@code largest}. */
    public int golomb(String field, int largest) {
        return (int) golomb(field, (long) largest);
    }

    /** se(v) of H.264, 9.1.1, that must be within the two limits. */
    public int signedGolomb(String field, int smallest, int largest) {
        int before = position();
        long code = golomb(field, 0xFFFF_FFFEL);
        long value = (code & 1) != 0 ? (code + 1) >> 1 : -(code >> 1);
        if (value < smallest || value > largest) {
            throw outOfRange(field, before, value, smallest, largest);
        }
        return (int) value;
    }

    public void skip(String field, int bits) {
        need(bits, field);
        at += bits;
    }

    /** Moves to the next multiple of eight bits from the start of this input. */
    public void align() {
        at += (Byte.SIZE - (position() & 7)) & 7;
    }

    /** more_rbsp_data() of H.264, 7.2: something stands before the last one bit, which is the stop bit. */
    public boolean moreRbspData() {
        int last = end - 1;
        while (last >= at && bitAt(last) == 0) {
            last--;
        }
        return at < last;
    }

    /** The exception for a value that was read well but must not be what it is. */
    public MediaFormatException refused(String field, Object found, String allowed) {
        return MediaFormatException.malformed(where(field, position()), found, allowed);
    }

    private MediaFormatException outOfRange(String field, int position, long found, long smallest, long largest) {
        return MediaFormatException.malformed(where(field, position), found, smallest + " to " + largest);
    }

    private String where(String field, int position) {
        return what + ", bit " + position + ", " + field;
    }

    private void need(int bits, String field) {
        if (bits < 0 || bits > remaining()) {
            throw MediaFormatException.malformed(where(field, position()), "the end after " + remaining() + " more bits",
                    bits + " bits");
        }
    }

    private long take(String field, int bits) {
        need(bits, field);
        long value = 0;
        int left = bits;
        while (left > 0) {
            int inByte = Byte.SIZE - (at & 7);
            int now = Math.min(inByte, left);
            int piece = (data[at >> 3] & 0xFF) >> (inByte - now) & ((1 << now) - 1);
            value = value << now | piece;
            at += now;
            left -= now;
        }
        return value;
    }

    private int nextBit() {
        return bitAt(at++);
    }

    private int bitAt(int index) {
        return data[index >> 3] >> (7 - (index & 7)) & 1;
    }
}
