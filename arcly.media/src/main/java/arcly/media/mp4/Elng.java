package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/** Extended language tag (ISO/IEC 14496-12, 8.4.6): BCP 47, which says more than the three letters of the media header. */
record Elng(String languageTag) implements Box {
    @Override
    public String type() {
        return "elng";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out);
        Box.writeText(languageTag, out);
    }
}
