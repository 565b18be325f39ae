package arcly.media.srtp;

/** What one SSRC's packets have in common: its rollover counter, and what has come or gone already. */
final class SrtpSource {
    /** Sources under one key: a WebRTC peer's audio and video, with retransmission and layers, are some ten. */
    static final int MOST = 64;

    final int ssrc;
    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();
    long rtpIndex = -1; // highest that went out, ROC and sequence number
    int rtcpIndex;      // of the last compound that went out

    SrtpSource(int ssrc) {
        this.ssrc = ssrc;
    }

    /** The index of a packet of that sequence number: the one nearest to the highest so far (RFC 3711, 3.3.1). */
    static long guess(long highest, int sequence) {
        if (highest < 0) {
            return sequence;
        }
        long index = highest + (short) (sequence - (int) highest);
        return index < 0 ? index + 0x1_0000 : index;
    }
}
