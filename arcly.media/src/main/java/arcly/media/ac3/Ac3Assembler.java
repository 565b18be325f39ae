package arcly.media.ac3;

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
 * Brings one track of AC-3 or Enhanced AC-3 into arcly's canonical form: one sync frame; in Enhanced AC-3 with all substreams of
 * the same time.
 *
 * <p>The track is known from the first frame on; what containers say before that is in the frames too.
 */
public final class Ac3Assembler extends ConfiguredAssembler<Ac3Configuration> {
    /** Bytes of one input: about a second at the highest bit rate. */
    public static final int MOST_BYTES = 1024 * 1024;

    private final Codec codec;

    /** Frames that belong together. */
    private record Unit(int offset, int length, List<Ac3Header> headers) {
    }

    /** @param template as in {@code TrackAssemblers.of}; of AC3 or EAC3 */
    public Ac3Assembler(Track template) throws MediaFormatException {
        super("AC-3 input", MOST_BYTES, new KnownTrack<>(codec(template), template, Ac3Configuration::track));
        codec = codec(template);
        if (!template.configuration().isEmpty()) {
            Ac3Configuration read = Ac3Configuration.read(codec, template.configuration());
            known.resume(template.sampleRate() > 0 ? read.at(template.sampleRate()) : read);
        }
    }

    private static Codec codec(Track template) {
        return template.codec().equals(Codec.EAC3) ? Codec.EAC3 : Codec.AC3;
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        long elapsed = 0;
        List<Unit> units = split(data, offset, length);
        List<Ac3Configuration> configurations = units.stream().map(unit -> Ac3Configuration.of(unit.headers)).toList();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            known.learn(configurations.get(i));
            Ac3Header first = unit.headers.get(0);
            long duration = Timebase.of(first.sampleRate()).toNanos(first.samples());
            frames.accept(known.frame(Payload.wrap(data, unit.offset, unit.length), dts + elapsed, pts + elapsed, duration));
            elapsed += duration;
        }
    }

    private List<Unit> split(byte[] data, int offset, int length) {
        List<Unit> units = new ArrayList<>(1);
        List<Ac3Header> headers = new ArrayList<>(1);
        int start = offset;
        int end = offset + length;
        for (int at = offset; at < end;) {
            Ac3Header header = Ac3Header.read(data, at, end - at);
            if (header.isEnhanced() != codec.equals(Codec.EAC3)) {
                throw MediaFormatException.malformed(codec + " frame, bsid", header.bsid(), "one of " + codec);
            }
            if (header.frameLength() > end - at) {
                throw MediaFormatException.malformed(codec + " frame, byte " + (at - offset), header.frameLength() + " bytes",
                        "up to " + (end - at) + ", what is left");
            }
            boolean begins = header.streamType() != Ac3Header.DEPENDENT && header.substream() == 0;
            if (begins && !headers.isEmpty()) {
                units.add(new Unit(start, at - start, headers));
                headers = new ArrayList<>(1);
                start = at;
            }
            headers.add(header);
            at += header.frameLength();
        }
        if (!headers.isEmpty()) {
            units.add(new Unit(start, end - start, headers));
        }
        return units;
    }
}
