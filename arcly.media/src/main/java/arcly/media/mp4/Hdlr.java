package arcly.media.mp4;

import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;

/** Handler reference (ISO/IEC 14496-12, 8.4.3): what kind of media, and a name for people. */
record Hdlr(TrackKind kind, String name) implements Box {
    @Override
    public String type() {
        return "hdlr";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(0);
        Box.writeType(switch (kind) {
            case VIDEO -> "vide";
            case AUDIO -> "soun";
            case TEXT -> "text";
            default -> "meta";
        }, out);
        out.writeZero(12);
        Box.writeText(name, out);
    }
}
