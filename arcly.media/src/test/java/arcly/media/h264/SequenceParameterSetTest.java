package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceParameterSetTest {

    static List<String> madeByX264() {
        return Golden.lines("sps.txt");
    }

    @ParameterizedTest
    @MethodSource("madeByX264")
    void readsWhatAnotherReaderReads(String line) {
        String[] words = line.split(" ");
        Map<String, String> fields = new HashMap<>();
        Arrays.stream(words).skip(1).limit(words.length - 2).map(word -> word.split("=", 2)).forEach(w -> fields.put(w[0], w[1]));
        SequenceParameterSet sps = SequenceParameterSet.read(Golden.hex(words[words.length - 1]));
        VideoUsability vui = sps.usability().orElseThrow();

        SoftAssertions all = new SoftAssertions();
        all.assertThat(sps.width()).isEqualTo(number(fields, "width", 0));
        all.assertThat(sps.height()).isEqualTo(number(fields, "height", 0));
        all.assertThat(vui.sarWidth() + ":" + vui.sarHeight()).isEqualTo(fields.get("sar"));
        all.assertThat(sps.profileIdc()).isEqualTo(number(fields, "profile_idc", 0));
        all.assertThat(sps.levelIdc()).isEqualTo(number(fields, "level_idc", 0));
        all.assertThat(sps.chromaFormat()).isEqualTo(number(fields, "chroma_format_idc", 1));
        all.assertThat(sps.bitDepthLuma()).isEqualTo(8 + number(fields, "bit_depth_luma_minus8", 0));
        all.assertThat(sps.frameNumBits()).isEqualTo(4 + number(fields, "log2_max_frame_num_minus4", 0));
        all.assertThat(sps.pocType()).isEqualTo(number(fields, "pic_order_cnt_type", 0));
        all.assertThat(sps.maxRefFrames()).isEqualTo(number(fields, "max_num_ref_frames", 0));
        all.assertThat(sps.codedWidth()).isEqualTo(16 * (1 + number(fields, "pic_width_in_mbs_minus1", 0)));
        all.assertThat(sps.isFrameMbsOnly()).isEqualTo(number(fields, "frame_mbs_only_flag", 1) == 1);
        all.assertThat(vui.unitsInTick()).isEqualTo(number(fields, "num_units_in_tick", 0));
        all.assertThat(vui.timeScale()).isEqualTo(number(fields, "time_scale", 0));
        all.assertThat(sps.frameRate()).isEqualTo(rate(fields.get("RATE")));
        all.assertThat(vui.colourPrimaries()).isEqualTo(number(fields, "colour_primaries", 2));
        all.assertThat(vui.transferCharacteristics()).isEqualTo(number(fields, "transfer_characteristics", 2));
        all.assertThat(vui.matrixCoefficients()).isEqualTo(number(fields, "matrix_coefficients", 2));
        all.assertThat(vui.isFullRange()).isEqualTo(number(fields, "video_full_range_flag", 0) == 1);
        all.assertThat(vui.isRestrictionPresent()).isEqualTo(fields.containsKey("max_num_reorder_frames"));
        all.assertThat(vui.maxReorderFrames()).isEqualTo(number(fields, "max_num_reorder_frames", 0));
        all.assertThat(vui.maxDecFrameBuffering()).isEqualTo(number(fields, "max_dec_frame_buffering", 0));
        all.assertAll();
    }

    private static int number(Map<String, String> fields, String name, int otherwise) {
        return fields.containsKey(name) ? Integer.parseInt(fields.get(name)) : otherwise;
    }

    private static double rate(String fraction) {
        String[] parts = fraction.split("/");
        return Double.parseDouble(parts[0]) / (parts.length > 1 ? Double.parseDouble(parts[1]) : 1);
    }

    /** 64x64 with two scaling lists, a picture order count cycle and everything else small. */
    private static BitWriter handmade(int profile, int constraints, int pocType) {
        BitWriter out = new BitWriter().unsigned(0x67, 8).unsigned(profile, 8).unsigned(constraints, 8).unsigned(30, 8).golomb(3);
        if (profile == 100) {
            out.golomb(1).golomb(0).golomb(0).flag(false).flag(true);
            for (int list = 0; list < 8; list++) {
                out.flag(list == 0 || list == 6);
                if (list == 0) {
                    for (int i = 0; i < 16; i++) {
                        out.signedGolomb(i % 2 == 0 ? 3 : -1);
                    }
                } else if (list == 6) {
                    out.signedGolomb(-8); // next scale 0: the list ends here
                }
            }
        }
        out.golomb(5).golomb(pocType);
        if (pocType == 0) {
            out.golomb(2);
        } else if (pocType == 1) {
            out.flag(true).signedGolomb(-5).signedGolomb(7).golomb(2).signedGolomb(1).signedGolomb(-2);
        }
        return out.golomb(1).flag(true).golomb(3).golomb(3).flag(true).flag(false).flag(false);
    }

    @Test
    void passesOverScalingListsAndPictureOrderCycle() {
        SequenceParameterSet sps = SequenceParameterSet.read(handmade(100, 0, 1).flag(false).stop().toByteArray());
        assertThat(sps.id()).isEqualTo(3);
        assertThat(sps.isScalingMatrixPresent()).isTrue();
        assertThat(sps.isFrameNumGapsAllowed()).isTrue();
        assertThat(sps.width()).isEqualTo(64);
        assertThat(sps.height()).isEqualTo(64);
        assertThat(sps.frameRate()).isZero();
        assertThat(sps.codecString()).isEqualTo("avc1.64001e");
        assertThat(sps.maxDpbFrames()).as("level 3 holds 8100 macroblocks").isEqualTo(16);
    }

    @Test
    void reorderDepthWithoutRestrictionIsKnownOnlyWhereTheProfileOrOrderSaysIt() {
        assertThat(SequenceParameterSet.read(handmade(77, 0, 0).flag(false).stop().toByteArray()).maxReorderFrames()).isEmpty();
    }

    @Test
    void reorderDepthIsZeroWhereOutputOrderIsDecodeOrder() {
        assertThat(SequenceParameterSet.read(handmade(77, 0, 2).flag(false).stop().toByteArray()).maxReorderFrames()).hasValue(0);
    }

    @Test
    void reorderDepthIsZeroWhereEveryPictureIsIntra() {
        byte[] nal = handmade(100, 0x10, 0).flag(false).stop().toByteArray();
        assertThat(SequenceParameterSet.read(nal).maxReorderFrames()).hasValue(0);
    }

    @Test
    void unreadableVuiCountsAsAbsent() {
        byte[] cutShort = handmade(77, 0, 0).flag(true).unsigned(0, 4).toByteArray();
        SequenceParameterSet sps = SequenceParameterSet.read(cutShort);
        assertThat(sps.width()).isEqualTo(64);
        assertThat(sps.usability()).isEmpty();
    }

    @Test
    void refusesWhatIsNoSps() {
        assertThatThrownBy(() -> SequenceParameterSet.read(Golden.hex("68ebc3cb22c0"))).isInstanceOf(MediaFormatException.class)
                .hasMessage("H.264 SPS: NAL unit type 8; allowed: a NAL unit of type 7");
        assertThatThrownBy(() -> SequenceParameterSet.read(new byte[0])).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> SequenceParameterSet.read(Golden.hex("e7640028"))).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("0xe7");
    }

    @Test
    void refusesSizesAboveEveryLevel() {
        byte[] wide = new BitWriter().unsigned(0x67, 8).unsigned(77, 8).unsigned(0, 8).unsigned(30, 8).golomb(0)
                .golomb(0).golomb(2).golomb(1).flag(false).golomb(1055).golomb(3).flag(true).flag(true).flag(false).flag(false)
                .stop().toByteArray();
        assertThatThrownBy(() -> SequenceParameterSet.read(wide)).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("pic_width_in_mbs_minus1: 1055; allowed: 0 to 1054");
    }

    @Test
    void refusesToCropAllOfThePicture() {
        byte[] cropped = new BitWriter().unsigned(0x67, 8).unsigned(77, 8).unsigned(0, 8).unsigned(30, 8).golomb(0)
                .golomb(0).golomb(2).golomb(1).flag(false).golomb(0).golomb(0).flag(true).flag(true)
                .flag(true).golomb(4).golomb(4).golomb(0).golomb(0).flag(false).stop().toByteArray();
        assertThatThrownBy(() -> SequenceParameterSet.read(cropped)).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("8 + 8 of 16");
    }

    @Test
    void everyPrefixIsRefusedOrReadWithoutVui() {
        byte[] whole = Golden.hex(madeByX264().get(2).substring(madeByX264().get(2).lastIndexOf(' ') + 1));
        SequenceParameterSet expected = SequenceParameterSet.read(whole);
        for (int length = 0; length < whole.length; length++) {
            try {
                assertThat(SequenceParameterSet.read(whole, 0, length).width()).isEqualTo(expected.width());
            } catch (MediaFormatException cutShort) {
                assertThat(length).isLessThan(20);
            }
        }
    }
}
