package arcly.media.codec;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.aac.AacAssembler;
import arcly.media.ac3.Ac3Assembler;
import arcly.media.av1.Av1Assembler;
import arcly.media.flac.FlacAssembler;
import arcly.media.h264.H264Assembler;
import arcly.media.hevc.HevcAssembler;
import arcly.media.mp3.Mp3Assembler;
import arcly.media.opus.OpusAssembler;
import arcly.media.vp9.VpAssembler;
import arcly.media.vvc.VvcAssembler;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The codecs that can be taken in: a line for each. */
public final class TrackAssemblers {
    private static final Map<Codec, BiFunction<Track, Integer, TrackAssembler>> BY_CODEC = Map.ofEntries(
            Map.entry(Codec.H264, H264Assembler::new),
            Map.entry(Codec.HEVC, HevcAssembler::new),
            Map.entry(Codec.VVC, VvcAssembler::new),
            Map.entry(Codec.AV1, (template, lengthSize) -> new Av1Assembler(template)),
            Map.entry(Codec.VP9, (template, lengthSize) -> new VpAssembler(template)),
            Map.entry(Codec.VP8, (template, lengthSize) -> new VpAssembler(template)),
            Map.entry(Codec.AAC, (template, lengthSize) -> new AacAssembler(template)),
            Map.entry(Codec.OPUS, (template, lengthSize) -> new OpusAssembler(template)),
            Map.entry(Codec.MP3, (template, lengthSize) -> new Mp3Assembler(template)),
            Map.entry(Codec.AC3, (template, lengthSize) -> new Ac3Assembler(template)),
            Map.entry(Codec.EAC3, (template, lengthSize) -> new Ac3Assembler(template)),
            Map.entry(Codec.FLAC, (template, lengthSize) -> new FlacAssembler(template)),
            Map.entry(Codec.G711A, (template, lengthSize) -> new G711Assembler(template)),
            Map.entry(Codec.G711U, (template, lengthSize) -> new G711Assembler(template)));

    private TrackAssemblers() {
    }

    /** Whether there is one for that codec. */
    public static boolean supports(Codec codec) {
        return BY_CODEC.containsKey(codec);
    }

    /** As {@link #of(Track, int)}, with the length size that nearly all publishers use. */
    public static Optional<TrackAssembler> of(Track template) throws MediaFormatException {
        return of(template, 4);
    }

    /**
     * A new one for a track.
     *
     * @param template id, codec, language and properties of the tracks that come out; with a configuration it is the first of
     *     them, as when an assembler goes on where another one stopped
     * @param lengthSize {@link TrackAssembler#lengthSize()} of the one that stopped; 4 at first
     * @return empty if the codec is not served
     * @throws MediaFormatException if the template's configuration breaks its format
     */
    public static Optional<TrackAssembler> of(Track template, int lengthSize) throws MediaFormatException {
        return Optional.ofNullable(BY_CODEC.get(template.codec())).map(maker -> maker.apply(template, lengthSize));
    }
}
