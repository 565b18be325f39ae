package arcly.media.srtp;

/** Where things stand in packets. */
final class SrtpLayout {
    static final int RTP_FIXED = 12;
    static final int RTCP_HEAD = 8; // RFC 3711, 3.4: the first word and the SSRC stay readable
    static final int INDEX = 4;
    static final int ENCRYPTED = 0x8000_0000; // the E flag
    static final int LARGEST_INDEX = 0x7FFF_FFFF;

    private SrtpLayout() {
    }

    /** Where an RTP packet's payload begins; -1 if it is no RTP packet. */
    static int body(byte[] data, int start, int end) {
        if (end - start < RTP_FIXED || (data[start] >> 6 & 3) != 2) {
            return -1;
        }
        int at = start + RTP_FIXED + 4 * (data[start] & 0xF);
        if ((data[start] & 0x10) != 0) {
            if (at + 4 > end) {
                return -1;
            }
            at += 4 + 4 * ((data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF);
        }
        return at > end ? -1 : at;
    }

    static int integer(byte[] data, int at) {
        return (data[at] & 0xFF) << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
    }

    static void integer(byte[] data, int at, int value) {
        data[at] = (byte) (value >> 24);
        data[at + 1] = (byte) (value >> 16);
        data[at + 2] = (byte) (value >> 8);
        data[at + 3] = (byte) value;
    }

    static int sequence(byte[] data, int start) {
        return (data[start + 2] & 0xFF) << 8 | data[start + 3] & 0xFF;
    }

    static boolean isRtcp(byte[] data, int start, int end) {
        return end - start >= RTCP_HEAD && (data[start] >> 6 & 3) == 2;
    }
}
