package arcly.media;

import java.util.Arrays;
import java.util.List;

/** Well-formed input for each parser, from which damaged input is made. */
final class Seeds {
    private static final String SPS = "6764000aacd94426c044000003000400000300c03c489658";
    private static final String PPS = "68ebc3cb22c0";
    private static final String AVCC = "0164000affe10018" + SPS + "010006" + PPS + "fdf8f800";
    private static final String UNIT = "00000018" + SPS + "00000006" + PPS + "00000005060601c480" + "000000066588840abcde";

    private static final String HEVC_VPS = "40010c01ffff01600000030090000003000003001eba0240";
    private static final String HEVC_SPS =
            "42010101600000030090000003000003001ea02083165ba4a4e1780b404000000300400000064200".substring(0, 78);
    private static final String HVCC = "0101600000009000000000001ef000fcfdf8f800000f03" + "a000010018" + HEVC_VPS + "a100010027"
            + HEVC_SPS + "a2000100064401c073c089";
    private static final String VVC_SPS = "0079000d02338000c007810021cfce";
    private static final String VVCC = "ff00115f0102338000078004380000028f0001000f" + VVC_SPS + "9000010004008108aa";
    private static final String SEQUENCE = "0a0b0200000519bfdf00be0010";

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
            case H264_CONFIGURED -> hex(configured(AVCC, "00000005060601c480" + "00000004419aabbc"));
            case AUDIO_SPECIFIC_CONFIG -> hex("1210", "139056e5a0", "eb8a0800", "f8e85000", "121056e500");
            case ADTS -> List.of(Golden.bytes("mono.adts"), Golden.bytes("quad.adts"));
            case FLV -> List.of(Golden.bytes("bframes.flv"));
            case FLV_VIDEO_TAG -> hex("1700000000", "2701000028aabb", "22", "57");
            case FLV_VIDEO_BODY -> hex("9168766331000050000000084428", "97020f423f0361766331aa", "96116876633100000005000028aabb"
                    + "01000004000000cc", "96217878787800000001aa6176303101000001bb", "1c01000028aa", "d468766331020009");
            case FLV_AUDIO_BODY -> hex("944f707573010100000004", "95006d70346102120856e500",
                    "970200000105214f70757300000002aabb664c614307000001cc", "944f7075730203000102");
            case HVCC -> hex(HVCC);
            case HEVC_SPS -> hex(HEVC_SPS, "4201010408000003009d08000003000078b003c0801107c4b65959529385e1cdc2448241000003"
                    + "03e90000753008");
            case HEVC -> hex(configured(HVCC, "000000062801ac2d80a9"), "00" + "00000018" + HEVC_VPS + "00000027" + HEVC_SPS
                    + "000000064401c073c089000000062801ac2d80a9");
            case VVC -> hex(configured(VVCC, "00000004003aaabb"), "00" + "0000000f" + VVC_SPS + "00000004" + "008108aa"
                    + "00000004003aaabb");
            case AV1 -> hex(configured("81000c00" + SEQUENCE, "1200" + SEQUENCE + "320110" + "7a0199"), "00" + SEQUENCE + "3010");
            case VP9 -> hex(configured("000a820202020000", "824983420007f005f60638"));
            case VP8 -> hex(configured("000a820202020000", "3042009d012a80006000aa"));
            case OPUS -> hex(configured("4f707573486561640106380180bb00000000010402000401020305", "fb06aa"), "0078aa");
            case MP3 -> hex("00fffb10c4" + "00".repeat(100), "00fffb00c4aabb");
            case AC3 -> hex("000b77480d0c402f84" + "00".repeat(376));
            case EAC3 -> hex("000b7700033f8600000b77400334800400");
            case FLAC -> hex(configured("664c614300000022120012000000000024150bb800f0" + "00".repeat(24), "fff8c8000000"));
            case FLV_AUDIO_TAG -> hex("af00", "af0121", "2f");
        };
    }

    private static List<byte[]> hex(String... digits) {
        return Arrays.stream(digits).map(Golden::hex).toList();
    }

    /** A configuration after its length, then what it is for. */
    private static String configured(String configuration, String unit) {
        return String.format("%02x", configuration.length() / 2) + configuration + unit;
    }

    private static byte[] firstUnit(String name) {
        byte[] stream = Golden.bytes(name);
        return Arrays.copyOf(stream, Math.min(stream.length, 1_600));
    }
}
