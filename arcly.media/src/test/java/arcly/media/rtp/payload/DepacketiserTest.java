package arcly.media.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.rtp.RtpHeader;
import arcly.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads made by hand after the drawings in the specifications, and what is to come of them. */
class DepacketiserTest {
    private static final String HBR = "mode=AAC-hbr; SizeLength=13; IndexLength=3; IndexDeltaLength=3; config=1210";
    private static final String LBR = "mode=AAC-lbr; sizelength=6; indexlength=2; indexdeltalength=2; config=1408";

    private static RtpFormat format(String encoding, String parameters) {
        int rate = switch (encoding) {
            case "mpeg4-generic", "MP4A-LATM" -> 44_100;
            default -> 90_000;
        };
        return RtpFormat.of(96, encoding, rate, 1, FormatParameters.read(parameters));
    }

    /** A packet of {@code payload@timestamp}, with the marker if {@code !} follows. */
    private static RtpPacket packet(String text) {
        boolean marker = text.endsWith("!");
        String[] parts = text.replace("!", "").split("@");
        ByteBuf out = Unpooled.buffer();
        RtpHeader.write(out, 96, marker, 0, parts.length > 1 ? Long.parseLong(parts[1]) : 0, 1);
        out.writeBytes(Golden.hex(parts[0]));
        byte[] data = new byte[out.readableBytes()];
        out.readBytes(data);
        return RtpPacket.read(data, 0, data.length);
    }

    /** Units as {@code hex@timestamp}, {@code ?} after those after a loss; configurations as {@code config hex}. */
    private static final class Units implements UnitSink {
        private final List<String> all = new ArrayList<>();

        @Override
        public void unit(MediaUnit unit) {
            all.add(HexFormat.of().formatHex(unit.data(), unit.offset(), unit.offset() + unit.length()) + "@" + unit.timestamp()
                    + (unit.isAfterLoss() ? "?" : ""));
        }

        @Override
        public void configuration(Payload configuration) {
            all.add("config " + Golden.hex(configuration));
        }
    }

    static Stream<Arguments> payloads() {
        return Stream.of(
                // RFC 6184, 5.6, 5.7.1, 5.8
                arguments("H264", "", "6588aa@7!", "000000036588aa@7"),
                arguments("H264", "", "78 0002 6742 0002 68ce 0003 6588aa@7!", "00000002" + "6742" + "0000000268ce"
                        + "000000036588aa@7"),
                arguments("H264", "", "67420a@7 68ce@7 7c8588aa@7 7c05bb@7 7c45cc@7!",
                        "0000000367420a" + "0000000268ce" + "000000056588aabbcc@7"),
                arguments("H264", "", "7cc588aa@7!", "000000036588aa@7"), // start and end at once, as some cameras have it
                arguments("H264", "", "6588aa@7 419a01@8!", "000000036588aa@7 00000003419a01@8"), // no marker
                arguments("H264", "", "00000001674200000168ce000000016588aa@7!",
                        "000000026742" + "0000000268ce" + "000000036588aa@7"), // Annex B in RTP
                // RFC 7798, 4.4
                arguments("H265", "", "2601af@7!", "000000032601af@7"),
                arguments("H265", "", "6001 0003 40010c 0003 420101 0003 2601af@7!",
                        "0000000340010c" + "00000003420101" + "000000032601af@7"),
                arguments("H265", "", "620193af@7 620113bb@7 620153cc@7!", "000000052601afbbcc@7"),
                // RTP Payload Format For AV1, 4.4
                arguments("AV1", "", "10 080b0c@7!", "0a020b0c@7"),
                arguments("AV1", "", "20 03 080b0c 30aabb@7!", "0a020b0c" + "3202aabb@7"),
                arguments("AV1", "", "00 02 1200 03 0a010b 02 30aa@7!", "0a010b" + "3201aa@7"), // a delimiter, one with its size
                arguments("AV1", "", "50 30aa@7 d0 bb@7 90 cc@7!", "3203aabbcc@7"),
                arguments("AV1", "", "10 3408aa@7!", "360801aa@7"), // with an extension
                // RFC 7741, 4.2
                arguments("VP8", "", "10aabb@7 00cc@7!", "aabbcc@7"),
                arguments("VP8", "", "90 f0 8123 44 25 aabb@7!", "aabb@7"),
                arguments("VP8", "", "90 80 12 aabb@7!", "aabb@7"),
                // RFC 9628, 4.2
                arguments("VP9", "", "0caabb@7!", "aabb@7"),
                arguments("VP9", "", "88 8123 aa@7 84 8123 bb@7!", "aabb@7"),
                arguments("VP9", "", "ae 12 00 05 18 0140 00b4 01 04 01 aabb@7!", "aabb@7"),
                arguments("VP9", "", "ac 12 00 05 aa@7 ac 12 02 05 bbcc@7!", "aabbcc" + "d9" + "01000000" + "02000000" + "d9@7"),
                arguments("VP9", "", "fc 12 00 03 04 aa@7!", "aa@7"), // flexible, two differences
                // RFC 3640, 3.3
                arguments("mpeg4-generic", HBR, "0010 0018 aabbcc@7!", "aabbcc@7"),
                arguments("mpeg4-generic", HBR, "0020 0010 0018 aabb ccddee@7!", "aabb@7 ccddee@1031"),
                arguments("mpeg4-generic", HBR, "0010 0028 aabb@7 0010 0028 ccddee@7!", "aabbccddee@7"),
                // with ADTS, as some cameras send
                arguments("mpeg4-generic", HBR, "0010 0050 fff15080015ffcaabbcc@7!", "aabbcc@7"),
                arguments("mpeg4-generic", LBR, "0008 0c aabbcc@7!", "aabbcc@7"),
                arguments("mpeg4-generic", LBR + "; constantduration=960", "0010 08 08 aabb ccdd@7!", "aabb@7 ccdd@967"),
                // RFC 6416, 6; the second in the form that RTSP sends unless it is said otherwise
                arguments("MP4A-LATM", "cpresent=0; config=400024203fc0", "02aabb@7!", "aabb@7"),
                arguments("MP4A-LATM", "cpresent=0; config=400024203fc0", "04aabb@7 ccdd@7!", "aabbccdd@7"),
                // RFC 2250, 3.5; the header is that of 32 kbit/s, 48 kHz: 96 bytes
                arguments("MPA", "", "00000000fffb1400" + "11".repeat(46) + "@7 00000032" + "22".repeat(46) + "@7",
                        "fffb1400" + "11".repeat(46) + "22".repeat(46) + "@7"));
    }

    private static Arguments arguments(String encoding, String parameters, String packets, String units) {
        return Arguments.of(encoding, parameters, packets, units);
    }

    private static List<RtpPacket> packets(String text) {
        // blanks inside a payload are for the reader: a packet ends with its timestamp
        List<RtpPacket> packets = new ArrayList<>();
        StringBuilder payload = new StringBuilder();
        for (String word : text.split(" ")) {
            payload.append(word);
            if (word.contains("@")) {
                packets.add(packet(payload.toString()));
                payload.setLength(0);
            }
        }
        return packets;
    }

    private static List<String> units(RtpFormat format, List<RtpPacket> packets) {
        Depacketiser depacketiser = format.depacketiser();
        Units units = new Units();
        packets.forEach(packet -> depacketiser.add(packet, 0, units));
        depacketiser.finish(units);
        assertThat(depacketiser.droppedUnits()).isZero();
        return units.all;
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("payloads")
    void joinsAsTheSpecificationsDraw(String encoding, String parameters, String packets, String expected) {
        assertThat(units(format(encoding, parameters), packets(packets))).isEqualTo(Arrays.asList(expected.split(" ")));
    }

    /** A StreamMuxConfig before the payload shifts it by some bits. */
    @Test
    void latmBringsItsConfiguration() {
        // useSameStreamMux 0, then 400024203fc0's 44 bits, PayloadLengthInfo 2, aabb; and useSameStreamMux 1, 1, cc
        String bits = "0" + binary("400024203fc0").substring(0, 44) + binary("02aabb");
        String same = "1" + binary("01cc");
        List<String> units = units(format("MP4A-LATM", "cpresent=1"), packets(hex(bits) + "@7! " + hex(same) + "@8!"));
        assertThat(units).containsExactly("config 1210", "aabb@7", "cc@8");
    }

    private static String binary(String hex) {
        StringBuilder bits = new StringBuilder();
        for (byte each : Golden.hex(hex)) {
            bits.append(Integer.toBinaryString(0x100 | each & 0xFF).substring(1));
        }
        return bits.toString();
    }

    private static String hex(String bits) {
        StringBuilder hex = new StringBuilder();
        String padded = bits + "0".repeat(-bits.length() & 7);
        for (int i = 0; i < padded.length(); i += 4) {
            hex.append(Integer.toHexString(Integer.parseInt(padded.substring(i, i + 4), 2)));
        }
        return hex.toString();
    }

    @ParameterizedTest
    @CsvSource({"H264, 79000065, 'RTP payload of H.264: unsupported packet type 25; supported: "
            + "1 to 24 and 28 (packetization modes 0 and 1)'",
        "H264, 780009aa, 'RTP payload of H.264, aggregation packet, NAL unit length: 9; allowed: 0 to 1'",
        "H264, 7c, 'RTP payload of H.264, FU-A: 1 bytes; allowed: 2 and more'",
        "H264, 7c05aa, 'RTP payload of H.264: a fragment of type 5 without its first; allowed: the first before it'",
        "H265, 6201, 'RTP payload of H.265: 2 bytes; allowed: 3 and more'",
        "H265, 6401aa, 'RTP payload of H.265: unsupported packet type 50; supported: 0 to 49'",
        "AV1, 10, ''",
        "AV1, 80aa, 'RTP payload of AV1: an OBU without its beginning; allowed: fragments from the first to the last'",
        "AV1, 0009aa, 'RTP payload of AV1, OBU element: 9 bytes; allowed: up to 1'",
        "VP8, 90, 'RTP payload of VP8: 1 bytes with a descriptor of 2; allowed: more'",
        "VP9, 0a, 'RTP payload of VP9, descriptor: its end; allowed: more'",
        "mpeg4-generic, 00100028aa, ''", "mpeg4-generic, 002000100018aabb, 'RTP payload of AAC, AU-size: 3; allowed: up to 0'",
        "mpeg4-generic, 002000110019aabb, 'RTP payload of AAC, AU-Index-delta: unsupported 1; supported: 0 (no interleaving)'"})
    void refusesWhatBreaksTheFormat(String encoding, String payload, String message) {
        Depacketiser depacketiser = format(encoding, encoding.startsWith("mpeg4") ? HBR : "").depacketiser();
        Units units = new Units();
        if (message.isEmpty()) {
            depacketiser.add(packet(payload), 0, units);
        } else {
            assertThatThrownBy(() -> depacketiser.add(packet(payload), 0, units)).isInstanceOf(MediaFormatException.class)
                    .hasMessage(message);
        }
        assertThat(units.all).isEmpty();
    }

    @Test
    void modesThatAreNotReadAreRefusedAtOnce() {
        assertThatThrownBy(() -> format("H264", "packetization-mode=2").depacketiser())
                .hasMessage("fmtp of H264, packetization-mode: unsupported 2; supported: 0 and 1");
        assertThatThrownBy(() -> format("H265", "sprop-max-don-diff=2").depacketiser()).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> format("JPEG", "").depacketiser())
                .hasMessageStartingWith("RTP format: unsupported JPEG/90000 (96)");
        assertThat(format("mpeg4-generic", "mode=CELP-cbr").isServed()).isFalse();
    }

    /** A unit whose first packet, middle or last was lost does not come; the next one says that something is missing. */
    @ParameterizedTest
    @CsvSource({"H264, 7c8588aa, 7c05bb, 7c45cc, 41,9a", "H265, 620193af, 620113bb, 620153cc, 0201,d0",
        "AV1, 5030aa, d0bb, 90cc, 10,30", "VP8, 10aa, 00bb, 00cc, 10,dd", "VP9, 08aa, 00bb, 04cc, 0c,dd"})
    void unitWithAHoleIsDropped(String encoding, String first, String middle, String last, String head, String rest) {
        String next = head + rest;
        String[] all = {first, middle, last};
        for (int missing = 0; missing < 3; missing++) {
            Depacketiser depacketiser = format(encoding, "").depacketiser();
            Units units = new Units();
            depacketiser.add(packet(next + "@1!"), 0, units);
            for (int i = 0; i < 3; i++) {
                if (i != missing) {
                    depacketiser.add(packet(all[i] + "@2" + (i == 2 ? "!" : "")), i == missing + 1 ? 1 : 0, units);
                }
            }
            depacketiser.add(packet(next + "@3!"), missing == 2 ? 1 : 0, units);
            assertThat(units.all).as("without %d", missing).hasSize(2);
            assertThat(units.all.get(0)).endsWith("@1");
            assertThat(units.all.get(1)).endsWith("@3?");
            assertThat(depacketiser.droppedUnits()).isEqualTo(1);
        }
    }

    @Test
    void lostAudioCostsTheFrameItCut() {
        Depacketiser depacketiser = format("mpeg4-generic", HBR).depacketiser();
        Units units = new Units();
        depacketiser.add(packet("00100028aabb@7"), 0, units);
        depacketiser.add(packet("00100018ddeeff@9!"), 1, units);
        depacketiser.add(packet("00100018ddeeff@10!"), 0, units);
        assertThat(units.all).containsExactly("ddeeff@9?", "ddeeff@10");
        assertThat(depacketiser.droppedUnits()).isEqualTo(1);
    }
}
