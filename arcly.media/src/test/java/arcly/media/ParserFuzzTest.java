package arcly.media;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * One Jazzer target per parser. A plain test run replays what was found before; {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=ParserFuzzTest#sps}
 * looks for more.
 */
class ParserFuzzTest {

    @FuzzTest
    void sps(byte[] data) {
        Parsers.SPS.accepts(data);
    }

    @FuzzTest
    void pps(byte[] data) {
        Parsers.PPS.accepts(data);
    }

    @FuzzTest
    void sei(byte[] data) {
        Parsers.SEI.accepts(data);
    }

    @FuzzTest
    void avcC(byte[] data) {
        Parsers.AVCC.accepts(data);
    }

    @FuzzTest
    void h264LengthPrefixed(byte[] data) {
        Parsers.H264_LENGTH_PREFIXED.accepts(data);
    }

    @FuzzTest
    void h264AnnexB(byte[] data) {
        Parsers.H264_ANNEX_B.accepts(data);
    }

    @FuzzTest
    void h264Configured(byte[] data) {
        Parsers.H264_CONFIGURED.accepts(data);
    }

    @FuzzTest
    void audioSpecificConfig(byte[] data) {
        Parsers.AUDIO_SPECIFIC_CONFIG.accepts(data);
    }

    @FuzzTest
    void adts(byte[] data) {
        Parsers.ADTS.accepts(data);
    }

    @FuzzTest
    void flv(byte[] data) {
        Parsers.FLV.accepts(data);
    }

    @FuzzTest
    void flvVideoTag(byte[] data) {
        Parsers.FLV_VIDEO_TAG.accepts(data);
    }

    @FuzzTest
    void flvAudioTag(byte[] data) {
        Parsers.FLV_AUDIO_TAG.accepts(data);
    }

    @FuzzTest
    void flvVideoBody(byte[] data) {
        Parsers.FLV_VIDEO_BODY.accepts(data);
    }

    @FuzzTest
    void flvAudioBody(byte[] data) {
        Parsers.FLV_AUDIO_BODY.accepts(data);
    }

    @FuzzTest
    void hvcC(byte[] data) {
        Parsers.HVCC.accepts(data);
    }

    @FuzzTest
    void hevcSps(byte[] data) {
        Parsers.HEVC_SPS.accepts(data);
    }

    @FuzzTest
    void hevc(byte[] data) {
        Parsers.HEVC.accepts(data);
    }

    @FuzzTest
    void av1(byte[] data) {
        Parsers.AV1.accepts(data);
    }

    @FuzzTest
    void vp9(byte[] data) {
        Parsers.VP9.accepts(data);
    }

    @FuzzTest
    void vp8(byte[] data) {
        Parsers.VP8.accepts(data);
    }

    @FuzzTest
    void opus(byte[] data) {
        Parsers.OPUS.accepts(data);
    }

    @FuzzTest
    void mp3(byte[] data) {
        Parsers.MP3.accepts(data);
    }

    @FuzzTest
    void ac3(byte[] data) {
        Parsers.AC3.accepts(data);
    }

    @FuzzTest
    void eac3(byte[] data) {
        Parsers.EAC3.accepts(data);
    }

    @FuzzTest
    void flac(byte[] data) {
        Parsers.FLAC.accepts(data);
    }

    @FuzzTest
    void vvc(byte[] data) {
        Parsers.VVC.accepts(data);
    }
}
