package arcly.media.hevc;

import arcly.media.bits.BitReader;
import java.util.Locale;

/**
 * The general part of profile_tier_level() (H.265, 7.3.3).
 *
 * @param compatibility general_profile_compatibility_flag, number 0 the highest bit
 * @param constraints 48 bits after that, from general_progressive_source_flag on
 * @param level general_level_idc
 */
record HevcProfile(int space, boolean high, int idc, long compatibility, long constraints, int level) {

    /** Reads all of profile_tier_level(1, subLayers - 1). */
    static HevcProfile read(BitReader in, int subLayers) {
        int space = in.unsigned("general_profile_space", 2);
        boolean high = in.flag("general_tier_flag");
        int idc = in.unsigned("general_profile_idc", 5);
        long compatibility = in.unsigned32("general_profile_compatibility_flag");
        long constraints = (long) in.unsigned("general constraints", 16) << 32 | in.unsigned32("general constraints");
        int level = in.unsigned("general_level_idc", 8);
        boolean[] profilePresent = new boolean[subLayers - 1];
        boolean[] levelPresent = new boolean[subLayers - 1];
        for (int i = 0; i < subLayers - 1; i++) {
            profilePresent[i] = in.flag("sub_layer_profile_present_flag");
            levelPresent[i] = in.flag("sub_layer_level_present_flag");
        }
        in.skip("reserved_zero_2bits", subLayers == 1 ? 0 : 2 * (9 - subLayers));
        for (int i = 0; i < subLayers - 1; i++) {
            in.skip("sub_layer profile", profilePresent[i] ? 88 : 0);
            in.skip("sub_layer_level_idc", levelPresent[i] ? 8 : 0);
        }
        return new HevcProfile(space, high, idc, compatibility, constraints, level);
    }

    /** ISO/IEC 14496-15, E.3, after the entry's name. */
    String codecString() {
        StringBuilder text = new StringBuilder(space == 0 ? "" : String.valueOf((char) ('A' + space - 1)));
        text.append(idc).append('.').append(Integer.toHexString(Integer.reverse((int) compatibility)));
        text.append('.').append(high ? 'H' : 'L').append(level);
        for (long rest = constraints << 16; rest != 0; rest <<= 8) {
            text.append('.').append(Integer.toHexString((int) (rest >>> 56)));
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }
}
