package arcly.media.aac;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;

/** samplingFrequencyIndex (ISO/IEC 14496-3, table 1.18) and the escape that stands for all other rates. */
final class SamplingFrequency {
    private static final int[] TABLE = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350};
    private static final int ESCAPE = 15;

    private SamplingFrequency() {
    }

    /** 4 bits, and 24 more after the escape. */
    static int read(BitReader in, String field) {
        int index = in.unsigned(field, 4);
        if (index != ESCAPE) {
            return of(index, field);
        }
        int hertz = in.unsigned(field + ", explicit", 24);
        if (hertz == 0) {
            throw in.refused(field, "0 Hz", "1 to 16777215 Hz");
        }
        return hertz;
    }

    static void write(int hertz, BitWriter out) {
        int index = indexOf(hertz);
        if (index >= 0) {
            out.unsigned(index, 4);
        } else {
            out.unsigned(ESCAPE, 4).unsigned(hertz, 24);
        }
    }

    static int of(int index, String field) {
        if (index >= TABLE.length) {
            throw MediaFormatException.malformed(field, index, "0 to " + (TABLE.length - 1));
        }
        return TABLE[index];
    }

    /** -1 if the table has not that rate. */
    static int indexOf(int hertz) {
        for (int i = 0; i < TABLE.length; i++) {
            if (TABLE[i] == hertz) {
                return i;
            }
        }
        return -1;
    }
}
