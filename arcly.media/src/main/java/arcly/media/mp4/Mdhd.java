package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Media header (ISO/IEC 14496-12, 8.4.2): ticks a second, and the language as three letters of 5 bits. */
record Mdhd(int timescale, String language) implements Box {
    @Override
    public String type() {
        return "mdhd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeLong(0).writeInt(timescale).writeInt(0);
        out.writeShort(letter(0) << 10 | letter(1) << 5 | letter(2)).writeShort(0);
    }

    private int letter(int index) {
        return language.charAt(index) - 0x60;
    }
}
