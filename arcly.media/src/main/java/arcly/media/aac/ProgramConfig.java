package arcly.media.aac;

import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;
import java.util.Arrays;

/**
 * program_config_element() (ISO/IEC 14496-3, 4.4.1.1): the channels of a configuration that has none of the numbered layouts.
 * Kept as the bits it came in; they are in two parts because the comment begins at a byte boundary of whatever the element stands
 * in. Immutable; equal by value.
 */
public final class ProgramConfig {
    private final byte[] elements;
    private final int elementBits;
    private final byte[] comment;
    private final int channels;

    private ProgramConfig(byte[] elements, int elementBits, byte[] comment, int channels) {
        this.elements = elements;
        this.elementBits = elementBits;
        this.comment = comment;
        this.channels = channels;
    }

    /** At most 6 + 4 * 15 + 3 + 7 + 15 elements and 255 bytes of comment: the fields' widths bound it. */
    static ProgramConfig read(BitReader in) {
        BitWriter copy = new BitWriter();
        copy(in, copy, "element_instance_tag, object_type, sampling_frequency_index", 10);
        int front = copy(in, copy, "num_front_channel_elements", 4);
        int side = copy(in, copy, "num_side_channel_elements", 4);
        int back = copy(in, copy, "num_back_channel_elements", 4);
        int lfe = copy(in, copy, "num_lfe_channel_elements", 2);
        int data = copy(in, copy, "num_assoc_data_elements", 3);
        int coupling = copy(in, copy, "num_valid_cc_elements", 4);
        copyPresent(in, copy, "mono_mixdown_element_number", 4);
        copyPresent(in, copy, "stereo_mixdown_element_number", 4);
        copyPresent(in, copy, "matrix_mixdown_idx", 3);
        int channels = lfe;
        for (int i = 0; i < front + side + back; i++) {
            boolean pair = copy(in, copy, "element_is_cpe", 1) != 0;
            copy(in, copy, "element_tag_select", 4);
            channels += pair ? 2 : 1;
        }
        for (int i = 0; i < lfe + data; i++) {
            copy(in, copy, "element_tag_select", 4);
        }
        for (int i = 0; i < coupling; i++) {
            copy(in, copy, "cc_element_is_ind_sw, valid_cc_element_tag_select", 5);
        }
        in.align();
        byte[] comment = new byte[in.unsigned("comment_field_bytes", 8)];
        for (int i = 0; i < comment.length; i++) {
            comment[i] = (byte) in.unsigned("comment_field_data", 8);
        }
        return new ProgramConfig(copy.toByteArray(), copy.position(), comment, channels);
    }

    private static int copy(BitReader in, BitWriter copy, String field, int bits) {
        int value = in.unsigned(field, bits);
        copy.unsigned(value, bits);
        return value;
    }

    private static void copyPresent(BitReader in, BitWriter copy, String field, int bits) {
        if (copy(in, copy, field + "_present", 1) != 0) {
            copy(in, copy, field, bits);
        }
    }

    void write(BitWriter out) {
        out.copy(elements, 0, elementBits).align().unsigned(comment.length, 8).copy(comment, 0, comment.length * 8);
    }

    /** All channels, also those for low frequencies. */
    public int channels() {
        return channels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgramConfig config && config.elementBits == elementBits
                && Arrays.equals(config.elements, elements) && Arrays.equals(config.comment, comment);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return "program config of " + channels + " channels";
    }
}
