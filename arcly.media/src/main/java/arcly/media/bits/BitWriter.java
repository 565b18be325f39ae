package arcly.media.bits;

import java.util.Arrays;

/** Writes bits, most significant first, into an array that grows. Not thread-safe. */
public final class BitWriter {
    private byte[] data = new byte[32];
    private int at; // bits

    /** Bits written so far. */
    public int position() {
        return at;
    }

    public BitWriter flag(boolean value) {
        return unsigned(value ? 1 : 0, 1);
    }

    /**
     * The low {@code bits} bits of the value, 0 to 32.
     *
     * @throws IllegalArgumentException if the value needs more
     */
    public BitWriter unsigned(long value, int bits) {
        if (bits < 0 || bits > 32 || value >>> bits != 0) {
            throw new IllegalArgumentException(value + " does not fit into " + bits + " bits");
        }
        for (int bit = bits - 1; bit >= 0; bit--) {
            append((int) (value >>> bit) & 1);
        }
        return this;
    }

    /** ue(v) of H.264, 9.1: 0 to 2^32 - 2. */
    public BitWriter golomb(long value) {
        if (value < 0 || value > 0xFFFF_FFFEL) {
            throw new IllegalArgumentException(value + " has no ue(v) code");
        }
        int zeros = 63 - Long.numberOfLeadingZeros(value + 1);
        unsigned(0, zeros);
        return unsigned(value + 1, zeros + 1);
    }

    /** se(v) of H.264, 9.1.1. */
    public BitWriter signedGolomb(int value) {
        return golomb(value > 0 ? 2L * value - 1 : -2L * value);
    }

    /** Copies {@code bits} bits from bit index {@code from} of the source. */
    public BitWriter copy(byte[] source, int from, int bits) {
        for (int i = from; i < from + bits; i++) {
            append(source[i >> 3] >> (7 - (i & 7)) & 1);
        }
        return this;
    }

    /** Zero bits up to the next multiple of eight. */
    public BitWriter align() {
        while ((at & 7) != 0) {
            append(0);
        }
        return this;
    }

    /** rbsp_trailing_bits() of H.264, 7.3.2.11: a one bit, then zero bits up to the next multiple of eight. */
    public BitWriter stop() {
        append(1);
        return align();
    }

    /** All bits; the last byte is filled up with zero bits. */
    public byte[] toByteArray() {
        return Arrays.copyOf(data, (at + 7) >> 3);
    }

    private void append(int bit) {
        if (at >> 3 == data.length) {
            data = Arrays.copyOf(data, data.length * 2);
        }
        data[at >> 3] |= (byte) (bit << (7 - (at & 7)));
        at++;
    }
}
