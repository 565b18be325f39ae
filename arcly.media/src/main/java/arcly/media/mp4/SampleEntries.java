package arcly.media.mp4;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.Map;
import java.util.function.Function;

/** The codecs that can stand in MP4. */
final class SampleEntries {
    private static final Map<Codec, Function<Track, SampleEntry>> BY_CODEC = Map.of(
            Codec.H264, AvcSampleEntry::of,
            Codec.AAC, AacSampleEntry::of);

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
