package arcly.media.codec;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.time.Timebase;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/** G.711 as it comes: a byte is a sample, 8 kHz, mono unless the template says otherwise. */
final class G711Assembler implements TrackAssembler {
    private static final int SAMPLE_RATE = 8_000;
    private static final Timebase TIMEBASE = Timebase.of(SAMPLE_RATE);
    private static final int MOST_BYTES = 64 * 1024; // eight seconds

    private final KnownTrack<Integer> known;

    G711Assembler(Track template) {
        known = new KnownTrack<>(template.codec(), template, (rate, base) -> base.toBuilder().sampleRate(rate)
                .channels(Math.max(1, base.channels())).build());
        known.learn(SAMPLE_RATE);
    }

    @Override
    public Track track() {
        return known.get();
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) {
        return false;
    }

    @Override
    public boolean describe(Track template) {
        return known.describe(template);
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed("G.711", length + " bytes at once", "up to " + MOST_BYTES);
        }
        if (length > 0) {
            long duration = TIMEBASE.toNanos(length / known.get().channels());
            frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, duration));
        }
    }
}
