package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Movie header (ISO/IEC 14496-12, 8.2.2). A live movie has no duration; times of creation are not told. */
record Mvhd(int nextTrackId) implements Box {
    /** Ticks a second of durations of the whole movie, of which there are none. */
    static final int TIMESCALE = 1000;

    @Override
    public String type() {
        return "mvhd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeLong(0).writeInt(TIMESCALE).writeInt(0);
        out.writeInt(0x1_0000).writeShort(0x100).writeZero(10); // rate 1.0, volume 1.0
        Matrix.IDENTITY.write(out);
        out.writeZero(24).writeInt(nextTrackId);
    }
}
