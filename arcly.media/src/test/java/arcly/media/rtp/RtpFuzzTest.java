package arcly.media.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** One Jazzer target per parser, as in {@code ParserFuzzTest}: {@code JAZZER_FUZZ=1 mvn test -Dtest=RtpFuzzTest#rtcp}. */
class RtpFuzzTest {

    @FuzzTest
    void rtpPacket(byte[] data) {
        RtpParsers.RTP_PACKET.accepts(data);
    }

    @FuzzTest
    void rtcp(byte[] data) {
        RtpParsers.RTCP.accepts(data);
    }

    @FuzzTest
    void sdp(byte[] data) {
        RtpParsers.SDP.accepts(data);
    }

    @FuzzTest
    void crypto(byte[] data) {
        RtpParsers.CRYPTO.accepts(data);
    }

    @FuzzTest
    void h264Packets(byte[] data) {
        RtpParsers.H264_PACKETS.accepts(data);
    }

    @FuzzTest
    void h265Packets(byte[] data) {
        RtpParsers.H265_PACKETS.accepts(data);
    }

    @FuzzTest
    void av1Packets(byte[] data) {
        RtpParsers.AV1_PACKETS.accepts(data);
    }

    @FuzzTest
    void vp8Packets(byte[] data) {
        RtpParsers.VP8_PACKETS.accepts(data);
    }

    @FuzzTest
    void vp9Packets(byte[] data) {
        RtpParsers.VP9_PACKETS.accepts(data);
    }

    @FuzzTest
    void aacPackets(byte[] data) {
        RtpParsers.AAC_PACKETS.accepts(data);
    }

    @FuzzTest
    void aacWidePackets(byte[] data) {
        RtpParsers.AAC_WIDE_PACKETS.accepts(data);
    }

    @FuzzTest
    void latmPackets(byte[] data) {
        RtpParsers.LATM_PACKETS.accepts(data);
    }

    @FuzzTest
    void opusPackets(byte[] data) {
        RtpParsers.OPUS_PACKETS.accepts(data);
    }

    @FuzzTest
    void mpaPackets(byte[] data) {
        RtpParsers.MPA_PACKETS.accepts(data);
    }

    @FuzzTest
    void ac3Packets(byte[] data) {
        RtpParsers.AC3_PACKETS.accepts(data);
    }

    @FuzzTest
    void receiver(byte[] data) {
        RtpParsers.RECEIVER.accepts(data);
    }
}
