package arcly.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.media.Golden;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random and damaged input with fixed seeds: it is refused or read, and nothing else happens. */
class RtpSweepTest {
    private static final int ROUNDS = 10_000;
    private static final int PACKETS = 8;

    private static List<byte[]> seeds(RtpParsers parser) {
        return switch (parser) {
            case RTP_PACKET -> List.of(Golden.hex("b1e012348765432112345678" + "cafebabe" + "bede0002" + "100ae20102030000"
                    + "aabb0002"),
                    Golden.hex("906012348765432112345678" + "10000002" + "010014010a000000" + "aabb"));
            case RTCP -> List.of(Golden.hex("80c800060000000183aa7e800000000000015f900000000300000fa0"
                    + "81ca0003000000010105617263"
                    + "6c7900" + "81cb00020000000103656e64" + "81ce00020000000100000002" + "81cd00030000000100000002ffff8001"));
            case SDP -> List.of(text("dahua-h265"), text("dahua-onvif"), text("hikvision-v5"));
            case CRYPTO -> List.of("1 AES_CM_128_HMAC_SHA1_80 inline:4fl6DT4Bi+DWT6MsBt5BOQ7Gda1Jiv7rtpYLOqvm|2^31 KDR=0"
                    .getBytes(StandardCharsets.UTF_8));
            case RECEIVER, H264_PACKETS -> List.of(capture("h264"));
            case LATM_PACKETS -> List.of(latm());
            case AAC_PACKETS -> List.of(capture("aac"));
            case AAC_WIDE_PACKETS -> List.of(framed(Golden.hex("80e000000000000000000001" + "001101040000" + "aabb")));
            case MPA_PACKETS -> List.of(capture("mp3"));
            default -> List.of(capture(parser.name().replace("_PACKETS", "").toLowerCase(Locale.ROOT)));
        };
    }

    private static byte[] text(String name) {
        return String.join("\r\n", Golden.lines("sdp/" + name + ".sdp")).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] capture(String name) {
        return framed(RtpCapture.of(name).rtp().stream().limit(PACKETS).toArray(byte[][]::new));
    }

    /** useSameStreamMux 0, a configuration, two bytes. */
    private static byte[] latm() {
        return framed(Golden.hex("80e000000000000000000001" + "200012101fe01555d8"), Golden.hex("80e000010000000100000001"
                + "80e600"));
    }

    private static byte[] framed(byte[]... datagrams) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] datagram : datagrams) {
            out.write(datagram.length >> 8);
            out.write(datagram.length);
            out.writeBytes(datagram);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void takesOrRefusesRandomBytes(RtpParsers parser) {
        Random random = new Random(2026);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] data = new byte[random.nextInt(96)];
            random.nextBytes(data);
            parser.accepts(data);
        }
    }

    /** What follows a good header is random. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*PACKETS|RECEIVER")
    void takesOrRefusesRandomPayloads(RtpParsers parser) {
        Random random = new Random(1889);
        for (int round = 0; round < ROUNDS; round++) {
            byte[][] datagrams = new byte[random.nextInt(1, 6)][];
            for (int i = 0; i < datagrams.length; i++) {
                datagrams[i] = new byte[random.nextInt(13, 40)];
                random.nextBytes(datagrams[i]);
                Arrays.fill(datagrams[i], 2, 12, (byte) 0);
                datagrams[i][0] = (byte) 0x80;
                datagrams[i][1] = (byte) (96 | random.nextInt(4) / 3 << 7);
                datagrams[i][3] = (byte) (i + random.nextInt(6) / 5);
                datagrams[i][7] = (byte) random.nextInt(2);
            }
            parser.accepts(framed(datagrams));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOrRefusesDamagedInput(RtpParsers parser) {
        Random random = new Random(parser.ordinal());
        List<byte[]> seeds = seeds(parser);
        assertThat(seeds).allMatch(parser::accepts);
        for (int round = 0; round < ROUNDS / 5; round++) {
            byte[] data = seeds.get(random.nextInt(seeds.size())).clone();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                int at = random.nextInt(data.length);
                data[at] = random.nextBoolean() ? (byte) (data[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
            }
            parser.accepts(random.nextInt(4) > 0 ? data : Arrays.copyOf(data, random.nextInt(data.length)));
        }
    }

    /** Cut after every byte. */
    @ParameterizedTest
    @EnumSource
    void takesOrRefusesWhatIsCut(RtpParsers parser) {
        for (byte[] seed : seeds(parser)) {
            for (int length = 0; length < seed.length; length++) {
                parser.accepts(Arrays.copyOf(seed, length));
            }
        }
    }
}
