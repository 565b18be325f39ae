package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;

/**
 * AV1 (RTP Payload Format For AV1, 4.4): OBU elements, which become OBUs that each have their size.
 *
 * <pre>
 * Z 1, begins inside an OBU | Y 1, ends inside one | W 2, how many elements, 0 if each has its length | N 1 | 0 0 0
 * </pre>
 */
final class Av1Depacketiser extends PictureDepacketiser {
    static final int CONTINUES = 0x80;
    static final int CONTINUED = 0x40;
    static final int TEMPORAL_DELIMITER = 2;
    static final int PADDING = 15;

    private static final String WHAT = "RTP payload of AV1";
    private static final int TILE_GROUP = 4;
    private static final int REDUNDANT_FRAME_HEADER = 7;
    private static final int HAS_EXTENSION = 0x04;
    private static final int HAS_SIZE = 0x02;
    private static final int MOST_LEB128 = 4; // a packet is shorter than 2^28 bytes

    private final UnitBuffer obu = new UnitBuffer(); // the OBU at hand, as it came
    private boolean inside;

    // reading leb128
    private int value;

    @Override
    void join(byte[] data, int offset, int length) {
        int head = data[offset];
        boolean continues = (head & CONTINUES) != 0;
        if (continues != inside) {
            throw MediaFormatException.malformed(WHAT, continues ? "an OBU without its beginning" : "no end of an OBU",
                    "fragments from the first to the last");
        }
        int count = head >> 4 & 3;
        int end = offset + length;
        int at = offset + 1;
        for (int i = 1; at < end; i++) {
            int size = end - at;
            if (count == 0 || i < count) {
                at = leb128(data, at, end);
                size = value;
            }
            if (size > end - at) {
                throw MediaFormatException.malformed(WHAT + ", OBU element", size + " bytes", "up to " + (end - at));
            }
            obu.append(data, at, size);
            at += size;
            inside = at == end && (head & CONTINUED) != 0;
            if (!inside) {
                close();
            }
        }
    }

    private int leb128(byte[] data, int from, int end) {
        value = 0;
        for (int i = 0; i < MOST_LEB128 && from + i < end; i++) {
            value |= (data[from + i] & 0x7F) << 7 * i;
            if (data[from + i] >= 0) {
                return from + i + 1;
            }
        }
        throw MediaFormatException.malformed(WHAT + ", OBU element length", "no end of it", "up to 4 bytes");
    }

    /** Moves the OBU to the unit, with its size if it had none. Those that no canonical frame has stay away. */
    private void close() {
        int size = obu.size();
        int type = size == 0 ? PADDING : obu.at(0) >> 3 & 0xF;
        if (type != TEMPORAL_DELIMITER && type != PADDING) {
            int head = (obu.at(0) & HAS_EXTENSION) != 0 ? 2 : 1;
            if (size < head) {
                throw MediaFormatException.malformed(WHAT + ", OBU", size + " bytes", head + " and more");
            }
            MediaUnit whole = obu.take(0, false);
            if ((whole.data()[0] & HAS_SIZE) != 0) {
                buffer.append(whole.data(), 0, size);
            } else {
                buffer.append(whole.data()[0] | HAS_SIZE);
                buffer.append(whole.data(), 1, head - 1);
                writeLeb128(size - head);
                buffer.append(whole.data(), head, size - head);
            }
        }
        obu.clear();
    }

    private void writeLeb128(int number) {
        int left = number;
        while (left > 0x7F) {
            buffer.append(left & 0x7F | 0x80);
            left >>>= 7;
        }
        buffer.append(left);
    }

    /** An OBU begins here, and it is none of those that come after a picture's first. */
    @Override
    boolean begins(byte[] data, int offset, int length) {
        int head = data[offset];
        if ((head & CONTINUES) != 0) {
            return false;
        }
        int at = offset + 1;
        if ((head >> 4 & 3) != 1) {
            while (at < offset + length && data[at] < 0) {
                at++; // the length of the first element
            }
            at++;
        }
        int type = at < offset + length ? data[at] >> 3 & 0xF : TILE_GROUP;
        return type != TILE_GROUP && type != REDUNDANT_FRAME_HEADER;
    }

    @Override
    boolean isWhole() {
        return !inside;
    }

    @Override
    void clear() {
        super.clear();
        obu.clear();
        inside = false;
    }
}
