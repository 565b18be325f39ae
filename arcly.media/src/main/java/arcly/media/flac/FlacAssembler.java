package arcly.media.flac;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.time.Timebase;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/**
 * Brings one FLAC track into arcly's canonical form, one frame. Nothing in a frame tells where it ends, so each input is taken for
 * one.
 */
public final class FlacAssembler implements TrackAssembler {
    /** Bytes of one frame: 65,535 samples of 8 channels in 32 bits. */
    public static final int MOST_BYTES = 65_535 * 8 * 4;

    private final KnownTrack<FlacStreamInfo> known;

    /** @param template as in {@code TrackAssemblers.of} */
    public FlacAssembler(Track template) throws MediaFormatException {
        known = new KnownTrack<>(Codec.FLAC, template, FlacStreamInfo::track);
        if (!template.configuration().isEmpty()) {
            known.resume(FlacStreamInfo.read(template.configuration()));
        }
    }

    @Override
    public Track track() {
        return known.get();
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        return length > 0 && known.learn(FlacStreamInfo.read(data, offset, length));
    }

    @Override
    public boolean describe(Track template) {
        return known.describe(template);
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed("FLAC frame", length + " bytes", "up to " + MOST_BYTES);
        }
        if (known.get() != null && length > 0) {
            int samples = FlacFrameHeader.samples(data, offset, length);
            long duration = Timebase.of(known.configuration().sampleRate()).toNanos(samples);
            frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
        }
    }
}
