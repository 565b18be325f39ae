package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Track fragment decode time (ISO/IEC 14496-12, 8.8.12): when this fragment begins. */
record Tfdt(long baseMediaDecodeTime) implements Box {
    @Override
    public String type() {
        return "tfdt";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(1, 0, out).writeLong(baseMediaDecodeTime); // version 1: the time takes 64 bits
    }
}
