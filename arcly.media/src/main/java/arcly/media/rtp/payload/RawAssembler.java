package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.TrackAssembler;
import java.util.function.Consumer;

/** Codecs whose units are frames as they are, and whose configuration comes from outside if there is any. */
final class RawAssembler implements TrackAssembler {
    private Track track;

    RawAssembler(Track track) {
        this.track = track;
    }

    @Override
    public Track track() {
        return track;
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) {
        return false;
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames) {
        frames.accept(Frame.of(track).dts(dts).pts(pts).key(true).payload(Payload.wrap(data, offset, length)).build());
    }

    @Override
    public boolean describe(Track template) {
        Track next = template.toBuilder().configuration(track.configuration()).build();
        boolean changed = !next.equals(track);
        track = changed ? next : track;
        return changed;
    }
}
