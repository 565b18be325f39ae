package arcly.transport.fanout;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.transport.WireForm;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** 'F' number size payload for a frame (its dts is its number), 'A' track value for an announcement. Counts what it is asked. */
final class TestForm implements WireForm {
    final List<Long> encoded = new ArrayList<>();
    final List<Track> announced = new ArrayList<>();
    /** Bytes added to each frame beyond what anybody would expect. */
    int padding;
    /** The frame it fails on. */
    long broken = -1;

    @Override
    public void encode(Frame frame, ByteBuf out) {
        encoded.add(frame.dts());
        out.writeByte('F').writeLong(frame.dts());
        if (frame.dts() == broken) {
            throw new IllegalStateException("cannot carry " + frame);
        }
        Payload payload = frame.payload();
        out.writeInt(payload.size()).writeInt(padding);
        out.writeBytes(payload.view()).writeZero(padding);
    }

    @Override
    public void announce(Track track, Frame first, ByteBuf out) {
        announced.add(track);
        out.writeByte('A').writeByte(track.id()).writeShort(track.width()).writeLong(first.dts());
    }
}
