package arcly.media.h264;

import arcly.media.bits.BitReader;

/** scaling_list() (H.264, 7.3.2.1.1.1): read for its length only, as decoders take it from the parameter set itself. */
final class ScalingLists {
    private ScalingLists() {
    }

    /** Of {@code count} lists the first six have 16 entries, the others 64. */
    static void skip(BitReader in, int count) {
        for (int list = 0; list < count; list++) {
            if (in.flag("scaling_list_present_flag")) {
                skipList(in, list < 6 ? 16 : 64);
            }
        }
    }

    private static void skipList(BitReader in, int size) {
        int last = 8;
        for (int i = 0; i < size; i++) {
            int next = last + in.signedGolomb("delta_scale", -128, 127) & 0xFF;
            if (next == 0) {
                return; // the rest repeats the last entry
            }
            last = next;
        }
    }
}
