package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** What is done to a picture before it is shown (ISO/IEC 14496-12, 8.2.2.2): x' = ax + cy + tx, y' = bx + dy + ty. */
record Matrix(int a, int b, int c, int d, int tx, int ty) {
    static final Matrix IDENTITY = new Matrix(1, 0, 0, 1, 0, 0);

    /** A picture of that size turned clockwise, and moved back to where its corner was. */
    static Matrix rotation(int degrees, int width, int height) {
        return switch (degrees) {
            case 90 -> new Matrix(0, 1, -1, 0, height, 0);
            case 180 -> new Matrix(-1, 0, 0, -1, width, height);
            case 270 -> new Matrix(0, -1, 1, 0, 0, width);
            default -> IDENTITY;
        };
    }

    void write(ByteBuf out) {
        out.writeInt(a << 16).writeInt(b << 16).writeInt(0);
        out.writeInt(c << 16).writeInt(d << 16).writeInt(0);
        out.writeInt(tx << 16).writeInt(ty << 16).writeInt(1 << 30);
    }
}
