package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Pixel aspect ratio (ISO/IEC 14496-12, 12.1.4). */
record Pasp(int width, int height) implements Box {
    @Override
    public String type() {
        return "pasp";
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(width).writeInt(height);
    }
}
