package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;

/**
 * VP8 (RFC 7741, 4.2):
 *
 * <pre>
 * X 1 | R 1 | N 1, not a reference | S 1, start of a partition | R 1 | partition 3 | then, if X:
 * I, L, T, K 1 each | R 4 | I: picture id 8 or 16 | L: TL0PICIDX 8 | T or K: TID 2, Y 1, KEYIDX 5
 * </pre>
 */
final class Vp8Depacketiser extends PictureDepacketiser {
    private static final String WHAT = "RTP payload of VP8";

    @Override
    void join(byte[] data, int offset, int length) {
        int head = headLength(data, offset, length);
        if (head >= length) {
            throw MediaFormatException.malformed(WHAT, length + " bytes with a descriptor of " + head, "more");
        }
        buffer.append(data, offset + head, length - head);
    }

    private static int headLength(byte[] data, int offset, int length) {
        if (data[offset] >= 0) {
            return 1;
        }
        int head = 2;
        int more = length < 2 ? 0 : data[offset + 1];
        if ((more & 0x80) != 0) {
            head += length > 2 && data[offset + 2] < 0 ? 2 : 1;
        }
        head += (more & 0x40) != 0 ? 1 : 0;
        return head + ((more & 0x30) != 0 ? 1 : 0);
    }

    @Override
    boolean begins(byte[] data, int offset, int length) {
        return (data[offset] & 0x17) == 0x10; // the start of partition 0
    }

    @Override
    boolean isWhole() {
        return true;
    }
}
