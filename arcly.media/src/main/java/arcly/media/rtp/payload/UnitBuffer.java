package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of the unit that is being joined. Its array is given away with the unit; the next one begins as large as the last.
 */
final class UnitBuffer {
    /** As {@code H264Assembler.MOST_BYTES}: what the highest level of a codec allows for one picture. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int FIRST_SIZE = 2_048;

    private byte[] data = new byte[0];
    private int size;
    private int usual = FIRST_SIZE;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void append(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, data, size, length);
        size += length;
    }

    void append(int value) {
        room(1);
        data[size++] = (byte) value;
    }

    void append(int... values) {
        for (int value : values) {
            append(value);
        }
    }

    /** Writes over four bytes, which are there. */
    void integer(int at, int value) {
        ByteBuffer.wrap(data).putInt(at, value);
    }

    byte at(int index) {
        return data[index];
    }

    /** The unit; empty and ready for the next one then. */
    MediaUnit take(long timestamp, boolean afterLoss) {
        MediaUnit unit = new MediaUnit(data, 0, size, timestamp, afterLoss);
        usual = Math.max(FIRST_SIZE, size + size / 8); // pictures of one kind are alike
        data = new byte[0];
        size = 0;
        return unit;
    }

    private void room(int more) {
        if (more > MOST_BYTES - size) {
            throw MediaFormatException.malformed("RTP unit", size + more + " bytes", "up to " + MOST_BYTES);
        }
        if (size + more > data.length) {
            data = Arrays.copyOf(data, Math.max(size + more, data.length == 0 ? usual : data.length * 2));
        }
    }
}
