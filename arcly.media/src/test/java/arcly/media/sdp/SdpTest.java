package arcly.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.h264.AvcConfiguration;
import arcly.media.rtp.RtpCapture;
import arcly.media.rtp.payload.FormatParameters;
import arcly.media.rtp.payload.RtpFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions as devices send them (files of golden/sdp name device and source), and as arcly writes them. */
class SdpTest {

    private static SessionDescription device(String name) {
        return SessionDescription.read(String.join("\r\n", Golden.lines("sdp/" + name + ".sdp")));
    }

    private static Track track(SessionDescription description, int media) {
        return description.media().get(media).track(media).orElseThrow();
    }

    @Test
    void hikvisionRecorderLeavesOutTheParameterSets() {
        SessionDescription description = device("hikvision-nvr");
        assertThat(description.name()).isEqualTo("HIK Media Server V3.4.109");
        assertThat(description.control()).contains("*");
        assertThat(description.range()).contains("clock=20200618T212222Z-20200618T212312Z");
        assertThat(description.media().get(0).control()).contains("trackID=video");
        assertThat(description.media().get(0).bandwidths()).containsEntry("AS", 4_096);
        assertThat(track(description, 0)).hasToString("track 0 h264 0x0");
        assertThat(track(description, 1)).hasToString("track 1 aac 16000 Hz, 1 channels");
        assertThat(AudioSpecificConfig.read(track(description, 1).configuration()).samplingFrequency()).isEqualTo(16_000);
    }

    @Test
    void hikvisionV5NumbersItsFmtpWrongly() {
        SessionDescription description = device("hikvision-v5");
        assertThat(track(description, 1).configuration()).isEqualTo(Payload.wrap(Golden.hex("1408")));
        assertThat(description.direction(description.media().get(1))).isEqualTo(MediaDirection.RECVONLY);
    }

    @Test
    void dahuaHasSeveralAudioSections() {
        SessionDescription description = device("dahua-h265");
        assertThat(description.media()).hasSize(3);
        Track video = track(description, 0);
        assertThat(video.codec()).isEqualTo(Codec.HEVC);
        assertThat(video.width() * 1_000 + video.height()).as("from sprop-sps").isEqualTo(2880 * 1_000 + 1620);
        assertThat(video.frameRate()).isPositive();
        assertThat(track(description, 1)).hasToString("track 1 g711a 8000 Hz, 1 channels");
        assertThat(description.direction(description.media().get(2))).as("the talk-back channel")
                .isEqualTo(MediaDirection.SENDONLY);
    }

    @Test
    void dahuaOnvifOffersMetadataAndManyFormats() {
        SessionDescription description = device("dahua-onvif");
        Track video = track(description, 0);
        assertThat(AvcConfiguration.read(video.configuration()).sps()).hasSize(1);
        assertThat(video.width()).isEqualTo(1920);
        assertThat(description.media().get(2).servedFormat()).as("vnd.onvif.metadata").isEmpty();
        assertThat(description.media().get(3).servedFormat().orElseThrow()).hasToString("MPEG4-GENERIC/64000 (116)");
        assertThat(description.media().get(3).rtpFormats()).extracting(RtpFormat::payloadType).contains(0, 8);
    }

    @Test
    void threeLinesAreEnough() {
        SessionDescription description = SessionDescription
                .read("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:trackID=0\n");
        assertThat(track(description, 0).codec()).isEqualTo(Codec.H264);
        assertThat(description.media().get(0).control()).contains("trackID=0");
        assertThat(description.direction(description.media().get(0))).isEqualTo(MediaDirection.SENDRECV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z2QAKawTMUB4BEfeA+oCAgPgAAADACAAAAZSgA==,aPqPLA==,aF6jzAMA",
            "Z2QAKq2EAQwgCGEAQwgCGEAQwgCEK1A8ARPyzcBAQECA,aO48sA==,",
        "Z2QAKqwsaoHgCJ+WbgoCCoAAAAMAgAAAD0IA,aO4xshsA", "AAAAAWdkACqsLGqB4Aifllxu,AAAAAWjuMbIbAA=="})
    void parameterSetsAreReadHoweverTheyAreWritten(String sprop) {
        RtpFormat format = RtpFormat.of(96, "h264", 90_000, 1, FormatParameters.read("Sprop-Parameter-Sets=" + sprop));
        assertThat(format.track(0).width()).isPositive();
    }

    @Test
    void whatCannotBeReadIsAbsent() {
        for (String parameters : List.of("sprop-parameter-sets=", "sprop-parameter-sets=!!!,???",
                "sprop-parameter-sets=Z2Q=,aO4=", "")) {
            assertThat(RtpFormat.of(96, "H264", 90_000, 1, FormatParameters.read(parameters)).track(0).configuration().isEmpty())
                    .isTrue();
        }
        assertThat(RtpFormat.of(96, "mpeg4-generic", 44_100, 2, FormatParameters.read("mode=AAC-hbr; config=zz")).track(0)
                .configuration()
                .isEmpty()).isTrue();
    }

    @Test
    void staticTypesNeedNoMap() {
        SessionDescription description = SessionDescription
                .read("v=0\r\nm=audio 5004/2 RTP/AVP 0 8 77 x\r\nm=audio 0 RTP/AVP 9\r\na=rtpmap:9");
        assertThat(description.media().get(0).rtpFormats()).hasToString("[PCMU/8000 (0), PCMA/8000 (8)]");
        assertThat(description.media().get(0).port()).isEqualTo(5004);
        assertThat(track(description, 1)).hasToString("track 1 g722 16000 Hz, 1 channels");
    }

    @Test
    void addressesAndExtensionsAreFound() {
        SessionDescription description = SessionDescription.read("""
                v=0
                c=IN IP4 239.0.0.1/127
                a=sendonly
                m=video 5000 RTP/SAVP 96
                a=rtpmap:96 VP8/90000
                a=extmap:1/recvonly urn:ietf:params:rtp-hdrext:toffset
                a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x
                a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:y
                a=key-mgmt:mikey AQAFgM
                m=audio 5002 RTP/AVP 0
                c=IN IP6 ff15::101/3
                a=inactive
                """);
        MediaDescription video = description.media().get(0);
        assertThat(description.address(video)).contains("239.0.0.1");
        assertThat(description.address(description.media().get(1))).contains("ff15::101");
        assertThat(description.direction(video)).isEqualTo(MediaDirection.SENDONLY);
        assertThat(description.direction(description.media().get(1))).isEqualTo(MediaDirection.INACTIVE);
        assertThat(video.extensions()).containsEntry("urn:ietf:params:rtp-hdrext:toffset", 1).hasSize(2);
        assertThat(video.attributes("crypto")).hasSize(2);
        assertThat(video.attribute("key-mgmt")).contains("mikey AQAFgM");
        assertThat(video.protocol()).isEqualTo(MediaDescription.RTP_SAVP);
    }

    @Test
    void writesByTheBook() {
        Track audio = Track.of(1, Codec.AAC).configuration(Payload.wrap(Golden.hex("1210"))).sampleRate(44_100).channels(2)
                .language("de").build();
        SessionDescription description = SessionDescription.of("live/cam").origin(42, 1, "127.0.0.1").address("0.0.0.0")
                .bandwidth("AS", 700).attribute("control", "*").attribute("range", "npt=now-")
                .media(MediaDescription.of(Track.of(0, Codec.VP8).build(), 96).orElseThrow().bandwidth("AS", 500)
                .control("trackID=0").build())
                .media(MediaDescription.of(audio, 97).orElseThrow().port(6_970).direction(MediaDirection.SENDONLY)
                .control("trackID=1").build())
                .build();
        assertThat(description.toString()).isEqualTo(String.join("\r\n", "v=0", "o=- 42 1 IN IP4 127.0.0.1", "s=live/cam",
                "c=IN IP4 0.0.0.0", "b=AS:700", "t=0 0", "a=control:*", "a=range:npt=now-",
                "m=video 0 RTP/AVP 96", "b=AS:500", "a=rtpmap:96 VP8/90000", "a=control:trackID=0",
                "m=audio 6970 RTP/AVP 97", "a=rtpmap:97 mpeg4-generic/44100/2",
                "a=fmtp:97 profile-level-id=1; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=1210",
                "a=lang:de", "a=sendonly", "a=control:trackID=1", ""));
        SessionDescription again = SessionDescription.read(description.toString());
        assertThat(again).isEqualTo(description).hasToString(description.toString());
        assertThat(track(again, 1)).isEqualTo(audio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265", "aac", "opus", "l16", "pcmu", "g722"})
    void tracksOfFfmpegGoOutAndComeBack(String name) {
        Track track = track(RtpCapture.of(name).description(), 0);
        MediaDescription written = MediaDescription.of(track, 100).orElseThrow().build();
        Track back = SessionDescription.read("v=0\r\n" + written).media().get(0).track(0).orElseThrow();
        assertThat(back).isEqualTo(track);
        assertThat(back.configuration().isEmpty()).isEqualTo(List.of("l16", "pcmu", "g722").contains(name));
    }

    @Test
    void limitsAreSaid() {
        assertThatThrownBy(() -> SessionDescription.read("a=x\r\n".repeat(10_000))).isInstanceOf(MediaFormatException.class)
                .hasMessage("session description: more lines; allowed: up to 4096");
        assertThatThrownBy(() -> SessionDescription.read("a".repeat(300_000)))
                .hasMessage("session description: 300000 characters; allowed: up to 262144");
        assertThatThrownBy(() -> SessionDescription.read("m=audio 0 RTP/AVP 0\n".repeat(66)))
                .hasMessage("session description: more media sections; allowed: up to 64");
        assertThatThrownBy(() -> SessionDescription.read("m=audio 0 RTP/AVP" + " 0".repeat(300)))
                .hasMessage("session description, m=: 300 formats; allowed: up to 256");
        assertThatThrownBy(() -> FormatParameters.read(numbered()))
                .hasMessage("fmtp: more parameters; allowed: up to 64");
        assertThatThrownBy(() -> SessionDescription.read("<html>")).hasMessageStartingWith("session description: no line of it");
        assertThatThrownBy(() -> SdpAttribute.of("control", "x\r\nm=video")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String numbered() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            text.append("p").append(i).append(";");
        }
        return text.toString();
    }
}
