package arcly.media.mp4;

import arcly.media.opus.OpusHead;
import io.netty.buffer.ByteBuf;

/** OpusSpecificBox (Encapsulation of Opus in ISO Base Media File Format, 4.3.2): OpusHead again, but big-endian. */
record DOps(OpusHead head) implements Box {
    @Override
    public String type() {
        return "dOps";
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeByte(0).writeByte(head.channels()).writeShort(head.preSkip()).writeInt((int) head.inputRate());
        out.writeShort(head.gain()).writeByte(head.family()).writeBytes(head.mapping().view());
    }
}
