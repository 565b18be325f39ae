package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.h264.NalType;

/** H.264 in modes 0 and 1 (RFC 6184, 5.6, 5.7.1, 5.8): single NAL units, STAP-A, FU-A. */
final class H264Depacketiser extends PictureDepacketiser {
    static final int STAP_A = 24;
    static final int FU_A = 28;
    static final int START = 0x80;
    static final int END = 0x40;

    private static final String WHAT = "RTP payload of H.264";
    private static final int LAST_SINGLE = 23;

    private final NalJoiner nals = new NalJoiner(WHAT, buffer);

    @Override
    void join(byte[] data, int offset, int length) {
        int type = data[offset] & 0x1F;
        if (type == FU_A) {
            fragment(data, offset, length);
        } else if (type == STAP_A) {
            nals.aggregate(data, offset + 1, length - 1);
        } else if (type <= LAST_SINGLE) {
            nals.whole(data, offset, length);
        } else {
            throw MediaFormatException.unsupported(WHAT, "packet type " + type, "1 to 24 and 28 (packetization modes 0 and 1)");
        }
    }

    private void fragment(byte[] data, int offset, int length) {
        if (length < 2) {
            throw MediaFormatException.malformed(WHAT + ", FU-A", length + " bytes", "2 and more");
        }
        int type = data[offset + 1] & 0x1F;
        if ((data[offset + 1] & START) != 0) {
            nals.begin(type);
            buffer.append(data[offset] & 0xE0 | type);
        }
        nals.fragment(type, data, offset + 2, length - 2, (data[offset + 1] & END) != 0);
    }

    /** What stands before the first slice, or a slice whose first_mb_in_slice is 0: in ue(v) a one bit. */
    @Override
    boolean begins(byte[] data, int offset, int length) {
        int type = data[offset] & 0x1F;
        return switch (type) {
            case FU_A -> length > 2 && (data[offset + 1] & START) != 0
                    && begins(data[offset + 1] & 0x1F, data[offset + 2]);
            case STAP_A -> length > 4 && begins(data[offset + 3] & 0x1F, data[offset + 4]);
            case 0 -> NalJoiner.startCode(data, offset, offset + length) > 0;
            default -> length > 1 && begins(type, data[offset + 1]);
        };
    }

    private static boolean begins(int type, byte first) {
        return switch (type) {
            case NalType.SEI, NalType.SPS, NalType.PPS, NalType.ACCESS_UNIT_DELIMITER, NalType.SPS_EXTENSION, NalType.PREFIX,
                    NalType.SUBSET_SPS -> true;
            case NalType.SLICE, NalType.IDR_SLICE, NalType.PARTITION_A -> first < 0;
            default -> false;
        };
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
