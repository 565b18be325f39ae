package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Track fragment header (ISO/IEC 14496-12, 8.8.7): duration and flags of the samples for which the run has none. */
record Tfhd(int trackId, int duration, int sampleFlags) implements Box {
    private static final int DEFAULT_DURATION = 0x08;
    private static final int DEFAULT_SAMPLE_FLAGS = 0x20;
    private static final int BASE_IS_MOOF = 0x02_0000;

    @Override
    public String type() {
        return "tfhd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, BASE_IS_MOOF | DEFAULT_DURATION | DEFAULT_SAMPLE_FLAGS, out);
        out.writeInt(trackId).writeInt(duration).writeInt(sampleFlags);
    }
}
