package arcly.media.mp4;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.Map;
import java.util.function.Function;

/** The codecs that can stand in MP4. */
final class SampleEntries {
    private static final Map<Codec, Function<Track, SampleEntry>> BY_CODEC = Map.ofEntries(
            Map.entry(Codec.H264, VideoEntries::avc),
            Map.entry(Codec.HEVC, VideoEntries::hevc),
            Map.entry(Codec.VVC, VideoEntries::vvc),
            Map.entry(Codec.AV1, VideoEntries::av1),
            Map.entry(Codec.VP9, VideoEntries::vp9),
            Map.entry(Codec.VP8, VideoEntries::vp8),
            Map.entry(Codec.AAC, AudioEntries::aac),
            Map.entry(Codec.OPUS, AudioEntries::opus),
            Map.entry(Codec.FLAC, AudioEntries::flac),
            Map.entry(Codec.MP3, AudioEntries::mp3),
            Map.entry(Codec.AC3, AudioEntries::ac3),
            Map.entry(Codec.EAC3, AudioEntries::ac3));

    private SampleEntries() {
    }

    static boolean has(Codec codec) {
        return BY_CODEC.containsKey(codec);
    }

    static SampleEntry of(Track track) {
        Function<Track, SampleEntry> entry = BY_CODEC.get(track.codec());
        if (entry == null) {
            throw MediaFormatException.unsupported("MP4, " + track, track.codec(), BY_CODEC.keySet().toString());
        }
        return entry.apply(track);
    }
}
