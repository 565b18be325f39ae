package arcly.itest.line;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.transport.WireForm;
import io.netty.buffer.ByteBuf;

/** A frame as viewers get it: the unit F. */
final class LineForm implements WireForm {
    static final String NAME = "line.1";

    @Override
    public void encode(Frame frame, ByteBuf out) {
        out.writeInt(1 + 1 + Long.BYTES + frame.payload().size());
        out.writeByte('F').writeBoolean(frame.isKey()).writeLong(frame.dts()).writeBytes(frame.payload().view());
    }

    @Override
    public void announce(Track track, Frame first, ByteBuf out) {
        LineUnit.write(out, 'T', track.codec().name());
    }
}
