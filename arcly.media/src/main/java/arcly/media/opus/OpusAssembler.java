package arcly.media.opus;

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
 * Brings one Opus track, of which each input is one packet, into arcly's canonical form, which is the same.
 *
 * <p>An empty configuration, or none before the first packet, means stereo (E-RTMP v2 leaves it to the receiver).
 */
public final class OpusAssembler implements TrackAssembler {
    private static final Timebase TIMEBASE = Timebase.of(OpusHead.SAMPLE_RATE);
    private static final OpusHead STEREO = OpusHead.of(2, 0);

    private final KnownTrack<OpusHead> known;

    /** @param template as in {@code TrackAssemblers.of} */
    public OpusAssembler(Track template) throws MediaFormatException {
        known = new KnownTrack<>(Codec.OPUS, template, OpusHead::track);
        if (!template.configuration().isEmpty()) {
            known.resume(OpusHead.read(template.configuration()));
        }
    }

    @Override
    public Track track() {
        return known.get();
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        return known.learn(length == 0 ? STEREO : OpusHead.read(data, offset, length));
    }

    @Override
    public boolean describe(Track template) {
        return known.describe(template);
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (length > OpusPacket.MOST_BYTES) {
            throw MediaFormatException.malformed("Opus packet", length + " bytes", "up to " + OpusPacket.MOST_BYTES);
        }
        if (length == 0) {
            return;
        }
        long duration = TIMEBASE.toNanos(OpusPacket.samples(data, offset, length));
        if (known.get() == null) {
            known.learn(STEREO);
        }
        frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
    }
}
