package arcly.media.codec;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.time.Timebase;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/** G.711 as it comes: a byte is a sample, 8 kHz, mono unless the template says otherwise. */
final class G711Assembler extends ConfiguredAssembler<Integer> {
    private static final int SAMPLE_RATE = 8_000;
    private static final Timebase TIMEBASE = Timebase.of(SAMPLE_RATE);
    private static final int MOST_BYTES = 64 * 1024; // eight seconds

    G711Assembler(Track template) {
        super("G.711 input", MOST_BYTES, new KnownTrack<>(template.codec(), template,
                (rate, base) -> base.toBuilder().sampleRate(rate).channels(Math.max(1, base.channels())).build()));
        known.learn(SAMPLE_RATE);
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        long duration = TIMEBASE.toNanos(length / known.get().channels());
        frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
    }
}
