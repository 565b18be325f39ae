package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Colour information (ISO/IEC 14496-12, 12.1.5) by the numbers of ISO/IEC 23091-2. */
record Colr(int primaries, int transfer, int matrix, boolean fullRange) implements Box {
    @Override
    public String type() {
        return "colr";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeType("nclx", out);
        out.writeShort(primaries).writeShort(transfer).writeShort(matrix).writeByte(fullRange ? 0x80 : 0);
    }
}
