package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Track extends (ISO/IEC 14496-12, 8.8.3): there are fragments. Their defaults stand in each fragment itself. */
record Trex(int trackId) implements Box {
    @Override
    public String type() {
        return "trex";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(trackId).writeInt(1).writeZero(12); // sample description 1
    }
}
