package arcly.media.rtp.payload;

import arcly.media.rtp.RtpPacket;

/** How a frame is to be cut. Immutable. */
public final class PieceRules {
    /** What fits into 1,280 bytes, which every IPv6 path carries, with IPv6, UDP, RTP and SRTP's largest tag, rounded down. */
    public static final int USUAL_BYTES = 1_200;
    /** No format's own headers leave less room than this for media. */
    public static final int LEAST_BYTES = 64;
    /** RTP's headers aside, what a datagram or an interleaved frame carries. */
    public static final int MOST_BYTES = RtpPacket.MOST_BYTES - 512;

    private static final int MOST_HEADROOM = 512;

    private final int mostBytes;
    private final int headroom;

    private PieceRules(int mostBytes, int headroom) {
        this.mostBytes = mostBytes;
        this.headroom = headroom;
    }

    /**
     * @param mostBytes of a payload, {@link #LEAST_BYTES} to {@link #MOST_BYTES}
     * @param headroom bytes that are left before each payload for headers, 0 to 512
     */
    public static PieceRules of(int mostBytes, int headroom) {
        if (mostBytes < LEAST_BYTES || mostBytes > MOST_BYTES || headroom < 0 || headroom > MOST_HEADROOM) {
            throw new IllegalArgumentException("payloads of " + mostBytes + " bytes, headroom " + headroom + "; allowed are "
                    + LEAST_BYTES + " to " + MOST_BYTES + " and 0 to " + MOST_HEADROOM);
        }
        return new PieceRules(mostBytes, headroom);
    }

    public int mostBytes() {
        return mostBytes;
    }

    public int headroom() {
        return headroom;
    }
}
