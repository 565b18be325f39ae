package arcly.media.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.media.Golden;
import arcly.media.MediaFormatException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitReaderTest {

    @Test
    void readsWhatIsInTheTableOfTheStandard() { // H.264, table 9-2: code numbers 0 to 9
        BitReader in = new BitReader("test", Golden.hex("a6 42 98 e2 04 8a 00"));
        for (int expected = 0; expected <= 9; expected++) {
            assertThat(in.golomb("code", 9)).isEqualTo(expected);
        }
    }

    @Test
    void mapsSignedCodesAsTheStandardDoes() { // H.264, table 9-3
        int[] expected = {0, 1, -1, 2, -2, 3, -3};
        BitReader in = new BitReader("test", Golden.hex("a6 42 98 e0"));
        for (int value : expected) {
            assertThat(in.signedGolomb("code", -3, 3)).isEqualTo(value);
        }
    }

    @Test
    void readsWhatTheWriterWrote() {
        Random random = new Random(41);
        for (int round = 0; round < 2_000; round++) {
            long seed = random.nextLong();
            byte[] written = write(new Random(seed));
            assertSame(new Random(seed), new BitReader("test", written));
        }
    }

    private static byte[] write(Random random) {
        BitWriter out = new BitWriter();
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int bits = random.nextInt(32);
                    out.unsigned(random.nextInt() & (1L << bits) - 1, bits);
                }
                case 1 -> out.golomb(random.nextInt() >>> random.nextInt(1, 32));
                case 2 -> out.signedGolomb(random.nextInt() >> random.nextInt(1, 32));
                default -> out.flag(random.nextBoolean());
            }
        }
        return out.stop().toByteArray();
    }

    private static void assertSame(Random random, BitReader in) {
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int bits = random.nextInt(32);
                    assertThat((long) in.unsigned("value", bits)).isEqualTo(random.nextInt() & (1L << bits) - 1);
                }
                case 1 -> assertThat(in.golomb("code", Integer.MAX_VALUE)).isEqualTo(random.nextInt() >>> random.nextInt(1, 32));
                case 2 -> assertThat(in.signedGolomb("code", Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .isEqualTo(random.nextInt() >> random.nextInt(1, 32));
                default -> assertThat(in.flag("flag")).isEqualTo(random.nextBoolean());
            }
        }
        assertThat(in.moreRbspData()).isFalse();
    }

    @Test
    void largestGolombCodeIsRead() {
        byte[] written = new BitWriter().golomb(0xFFFF_FFFEL).toByteArray();
        assertThat(new BitReader("test", written).golomb("code", 0xFFFF_FFFEL)).isEqualTo(0xFFFF_FFFEL);
    }

    @Test
    void moreRbspDataEndsBeforeTheStopBit() {
        BitReader in = new BitReader("test", Golden.hex("58 00"));
        assertThat(in.moreRbspData()).isTrue();
        in.skip("value", 4);
        assertThat(in.moreRbspData()).isFalse();
    }

    @Test
    void tellsWhatWhereAndWhatIsAllowed() {
        BitReader in = new BitReader("SPS", Golden.hex("a6"));
        in.skip("first", 1);
        assertThatThrownBy(() -> in.golomb("chroma_format_idc", 0)).isInstanceOf(MediaFormatException.class)
                .hasMessage("SPS, bit 1, chroma_format_idc: 1; allowed: 0 to 0");
        assertThatThrownBy(() -> in.unsigned("level_idc", 8)).isInstanceOf(MediaFormatException.class)
                .hasMessage("SPS, bit 4, level_idc: the end after 4 more bits; allowed: 8 bits");
    }

    @Test
    void endlessGolombPrefixIsRefused() {
        assertThatThrownBy(() -> new BitReader("SPS", new byte[8]).golomb("id", 31)).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("more than 31 leading zeros");
    }

    @Test
    void writerRefusesWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BitWriter().unsigned(8, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new BitWriter().golomb(0xFFFF_FFFFL));
    }

    @Test
    void alignsFromItsOwnStart() {
        BitReader in = new BitReader("test", Golden.hex("ff 00 01"), 1, 2);
        in.skip("some", 3);
        in.align();
        assertThat(in.unsigned("next", 8)).isEqualTo(1);
        in.align();
        assertThat(in.remaining()).isZero();
    }
}
