package arcly.media.nal;

import java.util.Arrays;

/**
 * Keeps start codes out of NAL units: a 3 after two zero bytes wherever a byte of 0 to 3 would follow (H.264, 7.4.1; HEVC and VVC
 * have the same).
 */
public final class EmulationPrevention {
    private static final int ESCAPE = 3;

    private EmulationPrevention() {
    }

    /** The bytes without emulation prevention; always a fresh array. */
    public static byte[] remove(byte[] data, int offset, int length) {
        byte[] clean = new byte[length];
        int size = 0;
        int zeros = 0;
        for (int i = offset; i < offset + length; i++) {
            byte value = data[i];
            if (zeros >= 2 && value == ESCAPE) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            clean[size++] = value;
        }
        return size == length ? clean : Arrays.copyOf(clean, size);
    }

    /** The bytes with emulation prevention; always a fresh array. */
    public static byte[] insert(byte[] data, int offset, int length) {
        byte[] escaped = new byte[length + length / 2 + 1];
        int size = 0;
        int zeros = 0;
        for (int i = offset; i < offset + length; i++) {
            byte value = data[i];
            if (zeros == 2 && (value & ~3) == 0) {
                escaped[size++] = ESCAPE;
                zeros = 0;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            escaped[size++] = value;
        }
        if (zeros == 2) {
            escaped[size++] = ESCAPE; // a NAL unit must not end in zeros
        }
        return Arrays.copyOf(escaped, size);
    }
}
