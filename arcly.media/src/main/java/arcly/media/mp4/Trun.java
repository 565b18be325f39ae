package arcly.media.mp4;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Track fragment run (ISO/IEC 14496-12, 8.8.8): one track's samples, which lie behind each other.
 *
 * <p>Version 1, whose composition offsets are signed. A field stands with each sample only if the samples differ in it from
 * {@link #defaults()}; the size always does.
 *
 * @param dataOffset from the beginning of the moof to the first sample
 */
record Trun(List<Sample> samples, int dataOffset) implements Box {
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_SAMPLE_FLAGS = 0x4;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION_OFFSET = 0x800;

    @Override
    public String type() {
        return "trun";
    }

    /** The sample whose duration and flags the track fragment header gives: the last, as the first is often a key frame. */
    Sample defaults() {
        return samples.get(samples.size() - 1);
    }

    @Override
    public void writeBody(ByteBuf out) {
        int fields = fields();
        Box.writeVersion(1, fields, out).writeInt(samples.size()).writeInt(dataOffset);
        if ((fields & FIRST_SAMPLE_FLAGS) != 0) {
            out.writeInt(samples.get(0).flags());
        }
        for (Sample sample : samples) {
            if ((fields & DURATION) != 0) {
                out.writeInt(sample.duration());
            }
            out.writeInt(sample.size());
            if ((fields & FLAGS) != 0) {
                out.writeInt(sample.flags());
            }
            if ((fields & COMPOSITION_OFFSET) != 0) {
                out.writeInt(sample.compositionOffset());
            }
        }
    }

    private int fields() {
        Sample defaults = defaults();
        int fields = DATA_OFFSET | SIZE;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            fields |= sample.duration() != defaults.duration() ? DURATION : 0;
            fields |= sample.compositionOffset() != 0 ? COMPOSITION_OFFSET : 0;
            if (sample.flags() != defaults.flags()) {
                fields |= i == 0 ? FIRST_SAMPLE_FLAGS : FLAGS;
            }
        }
        return (fields & FLAGS) != 0 ? fields & ~FIRST_SAMPLE_FLAGS : fields; // the two exclude each other
    }
}
