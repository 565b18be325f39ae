package arcly.media.mp4;

import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;

/** What each kind of media has to have and nobody needs: vmhd (ISO/IEC 14496-12, 12.1.2), smhd (12.2.2), nmhd (8.4.5.2). */
record MediaHeader(TrackKind kind) implements Box {
    @Override
    public String type() {
        return switch (kind) {
            case VIDEO -> "vmhd";
            case AUDIO -> "smhd";
            default -> "nmhd";
        };
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, kind == TrackKind.VIDEO ? 1 : 0, out);
        out.writeZero(kind == TrackKind.VIDEO ? 8 : kind == TrackKind.AUDIO ? 4 : 0); // copy mode and colour; balance
    }
}
