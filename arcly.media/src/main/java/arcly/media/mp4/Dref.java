package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Data reference (ISO/IEC 14496-12, 8.7.2) with the one entry that says: the media is in this file. */
record Dref() implements Box {
    private static final int IN_THIS_FILE = 1;

    @Override
    public String type() {
        return "dref";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(1);
        out.writeInt(12);
        Box.writeType("url ", out);
        Box.writeVersion(0, IN_THIS_FILE, out);
    }
}
