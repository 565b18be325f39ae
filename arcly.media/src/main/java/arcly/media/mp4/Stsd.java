package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Sample descriptions (ISO/IEC 14496-12, 8.5.2), of which there is one: another configuration is another init segment. */
record Stsd(SampleEntry entry) implements Box {
    @Override
    public String type() {
        return "stsd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(1);
        entry.write(out);
    }
}
