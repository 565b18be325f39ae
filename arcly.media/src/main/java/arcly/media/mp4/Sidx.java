package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/**
 * Segment index (ISO/IEC 14496-12, 8.16.3) of the one fragment that follows it.
 *
 * @param presentationTime earliest of the reference track, ticks
 * @param size bytes from the end of this box to the end of the mdat
 * @param duration ticks
 */
record Sidx(int trackId, int timescale, long presentationTime, int size, int duration, boolean startsWithKey) implements Box {
    private static final int STARTS_WITH_SAP_1 = 0x9000_0000;

    @Override
    public String type() {
        return "sidx";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(1, 0, out).writeInt(trackId).writeInt(timescale).writeLong(presentationTime).writeLong(0);
        out.writeShort(0).writeShort(1); // one reference, to media
        out.writeInt(size).writeInt(duration).writeInt(startsWithKey ? STARTS_WITH_SAP_1 : 0);
    }
}
