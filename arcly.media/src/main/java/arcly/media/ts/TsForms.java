package arcly.media.ts;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.Map;
import java.util.function.Function;

/** The codecs that can stand in a transport stream. */
final class TsForms {
    private static final Map<Codec, Function<Track, TsForm>> BY_CODEC = Map.of(
            Codec.H264, H264Form::new,
            Codec.HEVC, HevcForm::new,
            Codec.AAC, AdtsForm::new,
            Codec.MP3, SyncFrameForm::mp3,
            Codec.AC3, SyncFrameForm::ac3,
            Codec.EAC3, SyncFrameForm::ac3);

    private TsForms() {
    }

    static boolean has(Codec codec) {
        return BY_CODEC.containsKey(codec);
    }

    static TsForm of(Track track) {
        Function<Track, TsForm> form = BY_CODEC.get(track.codec());
        if (form == null) {
            throw MediaFormatException.unsupported("MPEG-TS, " + track, track.codec(), BY_CODEC.keySet().toString());
        }
        return form.apply(track);
    }
}
