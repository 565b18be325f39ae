package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Payload;
import arcly.media.bits.BitWriter;
import arcly.media.time.DecodeTimes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slices made by hand, for sequences that do not announce their reorder depth. */
class PictureOrderTest {
    private static final int LSB_BITS = 4;
    private static final int IDR = 0x65;
    private static final int REFERENCE = 0x61;
    private static final int DISPOSABLE = 0x01;

    /** Main profile, 64x64, no VUI. */
    private static SequenceParameterSet sps(int pocType) {
        BitWriter out = new BitWriter().unsigned(0x67, 8).unsigned(77, 8).unsigned(0, 8).unsigned(30, 8);
        out.golomb(0).golomb(0).golomb(pocType);
        if (pocType == 0) {
            out.golomb(LSB_BITS - 4);
        }
        out.golomb(4).flag(false).golomb(3).golomb(3).flag(true).flag(true).flag(false).flag(false).stop();
        return SequenceParameterSet.read(out.toByteArray());
    }

    private static Payload picture(int header, int count) {
        BitWriter slice = new BitWriter().golomb(0).golomb(header == IDR ? 7 : 5).golomb(0).unsigned(0, 4);
        if (header == IDR) {
            slice.golomb(0);
        }
        byte[] rbsp = slice.unsigned(count & (1 << LSB_BITS) - 1, LSB_BITS).unsigned(0x5555, 16).stop().toByteArray();
        byte[] nal = new byte[rbsp.length + 1];
        nal[0] = (byte) header;
        System.arraycopy(rbsp, 0, nal, 1, rbsp.length);
        return NalUnits.join(List.of(Payload.wrap(nal)));
    }

    /** Depths after each picture; the first is an IDR picture, those that are shown before the last one are disposable. */
    private static List<Integer> depths(int... counts) {
        PictureOrder order = new PictureOrder(sps(0));
        List<Integer> depths = new ArrayList<>();
        int highest = -1;
        for (int count : counts) {
            int header = count == 0 ? IDR : count > highest ? REFERENCE : DISPOSABLE;
            highest = count == 0 ? 0 : Math.max(highest, count);
            assertThat(order.next(picture(header, count))).isEqualTo(count);
            depths.add(order.depth());
        }
        return depths;
    }

    @Test
    void withoutReorderingThereIsNoDepth() {
        assertThat(depths(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 0, 2)).containsOnly(0);
    }

    @Test
    void depthIsKnownWithThePictureThatRunsAhead() {
        assertThat(depths(0, 6, 2, 4, 12, 8, 10, 0, 6, 2, 4)).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void pyramidIsDeeper() {
        assertThat(depths(0, 8, 4, 2, 6)).containsExactly(0, 1, 2, 2, 2);
    }

    @Test
    void encoderThatCountsByOneIsUnderstood() {
        assertThat(depths(0, 3, 1, 2, 6, 4, 5)).containsExactly(0, 1, 1, 1, 1, 1, 1);
        assertThat(depths(0, 1, 2, 3, 4)).containsOnly(0);
    }

    @Test
    void encoderThatCountsByFourHasNoDepthInTheEnd() {
        assertThat(depths(0, 4, 8, 12, 16, 20)).endsWith(0, 0, 0, 0);
    }

    @Test
    void lossIsForgotten() {
        assertThat(depths(0, 2, 4, 8, 10, 12, 14, 16, 18)).endsWith(0, 0, 0);
    }

    @Test
    void otherTypesHaveNoCount() {
        PictureOrder order = new PictureOrder(sps(2));
        assertThat(order.next(picture(IDR, 0))).isEqualTo(PictureOrder.NONE);
        assertThat(order.depth()).as("output order is decode order").isZero();
    }

    @Test
    void whatCannotBeReadTeachesNothing() {
        PictureOrder order = new PictureOrder(sps(0));
        order.next(picture(IDR, 0));
        assertThat(order.next(Payload.wrap(new byte[] {0, 0, 0, 1, 0x61}))).isEqualTo(PictureOrder.NONE);
        assertThat(order.next(Payload.wrap(new byte[] {0, 0, 0, 2, 6, 1}))).isEqualTo(PictureOrder.NONE);
        assertThat(order.depth()).isZero();
    }

    @Test
    void decodeTimesFollowFromIt() {
        PictureOrder order = new PictureOrder(sps(0));
        DecodeTimes times = new DecodeTimes();
        List<Long> dts = new ArrayList<>();
        int[] counts = {0, 6, 2, 4, 12, 8, 10};
        for (int count : counts) {
            order.next(picture(count == 0 ? IDR : REFERENCE, count));
            times.depth(order.depth());
            dts.add(times.next(count / 2 * 40_000_000L) / 1_000_000);
        }
        assertThat(dts).containsExactly(0L, 1L, 40L, 80L, 120L, 160L, 200L);
        assertThat(times.strange()).isZero();
    }
}
