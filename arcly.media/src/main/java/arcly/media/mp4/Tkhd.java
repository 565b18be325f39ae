package arcly.media.mp4;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import io.netty.buffer.ByteBuf;

/** Track header (ISO/IEC 14496-12, 8.3.2). Audio tracks are alternatives to each other. */
record Tkhd(int trackId, Track track, SampleEntry entry) implements Box {
    private static final int ENABLED_IN_MOVIE = 3;
    private static final int AUDIO_GROUP = 1;

    @Override
    public String type() {
        return "tkhd";
    }

    @Override
    public void writeBody(ByteBuf out) {
        boolean audio = track.kind() == TrackKind.AUDIO;
        Box.writeVersion(0, ENABLED_IN_MOVIE, out).writeLong(0).writeInt(trackId).writeInt(0).writeInt(0);
        out.writeLong(0).writeShort(0).writeShort(audio ? AUDIO_GROUP : 0).writeShort(audio ? 0x100 : 0).writeShort(0);
        int degrees = track.property(TrackProperty.ROTATION).orElse(0);
        Matrix.rotation(degrees, entry.shownWidth(), entry.shownHeight()).write(out);
        out.writeInt(entry.shownWidth() << 16).writeInt(entry.shownHeight() << 16);
    }
}
