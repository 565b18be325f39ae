package arcly.media;

import java.util.Arrays;
import java.util.List;

/** Well-formed input for each parser, from which damaged input is made. */
final class Seeds {
    private static final String SPS = "6764000aacd94426c044000003000400000300c03c489658";
    private static final String PPS = "68ebc3cb22c0";
    private static final String AVCC = "0164000affe10018" + SPS + "010006" + PPS + "fdf8f800";
    private static final String UNIT = "00000018" + SPS + "00000006" + PPS + "00000005060601c480" + "000000066588840abcde";

    private Seeds() {
    }

    static List<byte[]> of(Parsers parser) {
        return switch (parser) {
            case SPS -> Golden.lines("sps.txt").stream()
                    .map(line -> Golden.hex(line.substring(line.lastIndexOf(' ') + 1))).toList();
            case PPS -> hex(PPS, "684a80");
            case SEI -> hex("060601c480", "0605120011223344556677889900aabbccddeeff4280");
            case AVCC -> hex(AVCC);
            case H264_LENGTH_PREFIXED -> hex("02" + UNIT);
            case H264_ANNEX_B -> List.of(firstUnit("slices.h264"), firstUnit("small.h264"));
            case H264_CONFIGURED -> hex(configured());
            case AUDIO_SPECIFIC_CONFIG -> hex("1210", "139056e5a0", "eb8a0800", "f8e85000", "121056e500");
            case ADTS -> List.of(Golden.bytes("mono.adts"), Golden.bytes("quad.adts"));
            case FLV -> List.of(Golden.bytes("bframes.flv"));
            case FLV_VIDEO_TAG -> hex("1700000000", "2701000028aabb", "22", "57");
            case FLV_VIDEO_BODY -> hex("9168766331000050000000084428", "97020f423f0361766331aa", "96116876633100000005000028aabb"
                    + "01000004000000cc", "96217878787800000001aa6176303101000001bb", "1c01000028aa", "d468766331020009");
            case FLV_AUDIO_BODY -> hex("944f707573010100000004", "95006d70346102120856e500",
                    "970200000105214f70757300000002aabb664c614307000001cc", "944f7075730203000102");
            case FLV_AUDIO_TAG -> hex("af00", "af0121", "2f");
        };
    }

    private static List<byte[]> hex(String... digits) {
        return Arrays.stream(digits).map(Golden::hex).toList();
    }

    /** avcC after its length, then an access unit. */
    private static String configured() {
        return String.format("%02x", AVCC.length() / 2) + AVCC + "00000005060601c480" + "00000004419aabbc";
    }

    private static byte[] firstUnit(String name) {
        byte[] stream = Golden.bytes(name);
        return Arrays.copyOf(stream, Math.min(stream.length, 1_600));
    }
}
