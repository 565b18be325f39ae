package arcly.media.opus;

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
 * Brings one Opus track, of which each input is one packet, into arcly's canonical form, which is the same.
 *
 * <p>An empty configuration, or none before the first packet, means stereo (E-RTMP v2 leaves it to the receiver).
 */
public final class OpusAssembler extends ConfiguredAssembler<OpusHead> {
    private static final Timebase TIMEBASE = Timebase.of(OpusHead.SAMPLE_RATE);
    private static final OpusHead STEREO = OpusHead.of(2, 0);

    /** @param template as in {@code TrackAssemblers.of} */
    public OpusAssembler(Track template) throws MediaFormatException {
        super("Opus packet", OpusPacket.MOST_BYTES, new KnownTrack<>(Codec.OPUS, template, OpusHead::track));
        if (!template.configuration().isEmpty()) {
            known.resume(OpusHead.read(template.configuration()));
        }
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        return known.learn(length == 0 ? STEREO : OpusHead.read(data, offset, length));
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        long duration = TIMEBASE.toNanos(OpusPacket.samples(data, offset, length));
        if (known.get() == null) {
            known.learn(STEREO);
        }
        frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
    }
}
