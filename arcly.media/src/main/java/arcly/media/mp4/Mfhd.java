package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Movie fragment header (ISO/IEC 14496-12, 8.8.5): fragments are numbered. */
record Mfhd(int sequenceNumber) implements Box {
    @Override
    public String type() {
        return "mfhd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(sequenceNumber);
    }
}
