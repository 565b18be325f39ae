package arcly.media.flac;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.time.Timebase;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/**
 * Brings one FLAC track into arcly's canonical form, one frame. Nothing in a frame tells where it ends, so each input is taken
 * for one.
 */
public final class FlacAssembler extends ConfiguredAssembler<FlacStreamInfo> {
    /** Bytes of one frame: 65,535 samples of 8 channels in 32 bits. */
    public static final int MOST_BYTES = 65_535 * 8 * 4;

    /** @param template as in {@code TrackAssemblers.of} */
    public FlacAssembler(Track template) throws MediaFormatException {
        super("FLAC frame", MOST_BYTES, new KnownTrack<>(Codec.FLAC, template, FlacStreamInfo::track));
        if (!template.configuration().isEmpty()) {
            known.resume(FlacStreamInfo.read(template.configuration()));
        }
    }

    @Override
    protected FlacStreamInfo configuration(byte[] data, int offset, int length) throws MediaFormatException {
        return FlacStreamInfo.read(data, offset, length);
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (known.get() != null) {
            int samples = FlacFrameHeader.samples(data, offset, length);
            long duration = Timebase.of(known.configuration().sampleRate()).toNanos(samples);
            frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
        }
    }
}
