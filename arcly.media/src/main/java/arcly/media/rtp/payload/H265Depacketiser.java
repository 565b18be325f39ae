package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;

/** H.265 without decoding order numbers (RFC 7798, 4.4): single NAL units, aggregation packets, fragmentation units. */
final class H265Depacketiser extends PictureDepacketiser {
    static final int AP = 48;
    static final int FU = 49;
    static final int START = 0x80;
    static final int END = 0x40;
    static final int HEADER_LENGTH = 2;

    private static final String WHAT = "RTP payload of H.265";
    private static final int LAST_VCL = 31;
    private static final int LAST_BEFORE_PICTURE = 39; // VPS, SPS, PPS, delimiter, (end, filler,) prefix SEI
    private static final int LAST_NAL = 47;

    private final NalJoiner nals = new NalJoiner(WHAT, buffer);

    static int type(byte header) {
        return header >> 1 & 0x3F;
    }

    @Override
    void join(byte[] data, int offset, int length) {
        if (length <= HEADER_LENGTH) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "3 and more");
        }
        int type = type(data[offset]);
        if (type == FU) {
            fragment(data, offset, length);
        } else if (type == AP) {
            nals.aggregate(data, offset + HEADER_LENGTH, length - HEADER_LENGTH);
        } else if (type <= LAST_NAL) {
            nals.whole(data, offset, length);
        } else {
            throw MediaFormatException.unsupported(WHAT, "packet type " + type, "0 to 49");
        }
    }

    private void fragment(byte[] data, int offset, int length) {
        int head = data[offset + HEADER_LENGTH];
        int type = head & 0x3F;
        if ((head & START) != 0) {
            nals.begin(type);
            buffer.append(data[offset] & 0x81 | type << 1, data[offset + 1]);
        }
        nals.fragment(type, data, offset + HEADER_LENGTH + 1, length - HEADER_LENGTH - 1, (head & END) != 0);
    }

    /** What stands before the first slice, or a slice with first_slice_segment_in_pic_flag. */
    @Override
    boolean begins(byte[] data, int offset, int length) {
        int type = type(data[offset]);
        return switch (type) {
            case FU -> length > 3 && (data[offset + 2] & START) != 0 && begins(data[offset + 2] & 0x3F, data[offset + 3]);
            case AP -> length > 6 && begins(type(data[offset + 4]), data[offset + 6]);
            default -> length > 2 && begins(type, data[offset + 2]);
        };
    }

    private static boolean begins(int type, byte first) {
        return type <= LAST_VCL ? first < 0 : type <= LAST_BEFORE_PICTURE;
    }

    @Override
    boolean isWhole() {
        return nals.isWhole();
    }

    @Override
    void clear() {
        super.clear();
        nals.clear();
    }
}
