package arcly.media.mp3;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.time.Timebase;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings one MP3 track, of which each input is one or several frames, into arcly's canonical form: one frame each.
 *
 * <p>There is no configuration: the track is known from the first frame on.
 */
public final class Mp3Assembler extends ConfiguredAssembler<Mp3Assembler.Sound> {
    /** Bytes of one input: about a second at the highest bit rate. */
    public static final int MOST_BYTES = 64 * 1024;

    /** What frames say of the track. */
    record Sound(int sampleRate, int channels) {
        Track track(Track template) {
            return template.toBuilder().sampleRate(sampleRate).channels(channels).build();
        }
    }

    /** @param template as in {@code TrackAssemblers.of}; one with a sample rate is gone on with */
    public Mp3Assembler(Track template) {
        super("MP3 input", MOST_BYTES, new KnownTrack<>(Codec.MP3, template, Sound::track));
        if (template.sampleRate() > 0) {
            known.resume(new Sound(template.sampleRate(), template.channels()));
        }
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        List<Mp3Header> headers = new ArrayList<>(1);
        int end = offset + length;
        for (int at = offset; at < end;) {
            Mp3Header header = Mp3Header.read(data, at, end - at);
            int size = header.frameLength() == 0 ? end - at : header.frameLength();
            if (size > end - at) {
                throw MediaFormatException.malformed("MP3 frame, byte " + (at - offset), size + " bytes",
                        "up to " + (end - at) + ", what is left");
            }
            headers.add(header);
            at += size;
        }
        int at = offset;
        long elapsed = 0;
        for (Mp3Header header : headers) {
            known.learn(new Sound(header.sampleRate(), header.channels()));
            int size = header.frameLength() == 0 ? end - at : header.frameLength();
            long duration = Timebase.of(header.sampleRate()).toNanos(header.samples());
            frames.accept(known.frame(Payload.wrap(data, at, size), dts + elapsed, pts + elapsed, duration));
            elapsed += duration;
            at += size;
        }
    }
}
