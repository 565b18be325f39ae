package arcly.media.hevc;

import arcly.media.bits.BitReader;

/** What stands in an SPS between the picture's size and the VUI (H.265, 7.3.2.2.1): a decoder's business, to be passed over. */
final class HevcCodingTools {
    private static final int MOST_REF_PIC_SETS = 64;    // 7.4.3.2.1
    private static final int MOST_LONG_TERM_PICS = 32;  // 7.4.3.2.1
    private static final int MOST_PICS_OF_SET = 16;     // 7.4.8: at most sps_max_dec_pic_buffering_minus1
    private static final int SIZES = 4;
    private static final int MATRICES = 6;

    private HevcCodingTools() {
    }

    static void skip(BitReader in, int pocBits) {
        in.golomb("log2_min_luma_coding_block_size_minus3", 3);
        in.golomb("log2_diff_max_min_luma_coding_block_size", 3);
        in.golomb("log2_min_luma_transform_block_size_minus2", 3);
        in.golomb("log2_diff_max_min_luma_transform_block_size", 3);
        in.golomb("max_transform_hierarchy_depth_inter", 4);
        in.golomb("max_transform_hierarchy_depth_intra", 4);
        if (in.flag("scaling_list_enabled_flag") && in.flag("sps_scaling_list_data_present_flag")) {
            skipScalingLists(in);
        }
        in.skip("amp_enabled_flag, sample_adaptive_offset_enabled_flag", 2);
        if (in.flag("pcm_enabled_flag")) {
            in.skip("pcm_sample_bit_depths", 8);
            in.golomb("log2_min_pcm_luma_coding_block_size_minus3", 2);
            in.golomb("log2_diff_max_min_pcm_luma_coding_block_size", 2);
            in.skip("pcm_loop_filter_disabled_flag", 1);
        }
        skipReferenceSets(in);
        if (in.flag("long_term_ref_pics_present_flag")) {
            int count = in.golomb("num_long_term_ref_pics_sps", MOST_LONG_TERM_PICS);
            in.skip("long-term reference pictures", count * (pocBits + 1));
        }
        in.skip("sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag", 2);
    }

    /** scaling_list_data() (7.3.4). */
    private static void skipScalingLists(BitReader in) {
        for (int size = 0; size < SIZES; size++) {
            for (int matrix = 0; matrix < MATRICES; matrix += size == 3 ? 3 : 1) {
                if (!in.flag("scaling_list_pred_mode_flag")) {
                    in.golomb("scaling_list_pred_matrix_id_delta", MATRICES - 1);
                    continue;
                }
                if (size > 1) {
                    in.signedGolomb("scaling_list_dc_coef_minus8", -7, 247);
                }
                for (int i = Math.min(64, 1 << 4 + 2 * size); i > 0; i--) {
                    in.signedGolomb("scaling_list_delta_coef", -128, 127);
                }
            }
        }
    }

    /** st_ref_pic_set() (7.3.7), of which each can be told as a difference from the one before. */
    private static void skipReferenceSets(BitReader in) {
        int count = in.golomb("num_short_term_ref_pic_sets", MOST_REF_PIC_SETS);
        int pictures = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && in.flag("inter_ref_pic_set_prediction_flag")) {
                in.skip("delta_rps_sign", 1);
                in.golomb("abs_delta_rps_minus1", 0x7FFF);
                int kept = 0;
                for (int j = 0; j <= pictures; j++) {
                    boolean used = in.flag("used_by_curr_pic_flag");
                    kept += used || in.flag("use_delta_flag") ? 1 : 0;
                }
                pictures = kept;
                continue;
            }
            int negative = in.golomb("num_negative_pics", MOST_PICS_OF_SET);
            int positive = in.golomb("num_positive_pics", MOST_PICS_OF_SET);
            pictures = negative + positive;
            for (int j = 0; j < pictures; j++) {
                in.golomb("delta_poc_minus1", 0x7FFF);
                in.skip("used_by_curr_pic_flag", 1);
            }
        }
    }
}
