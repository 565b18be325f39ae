package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.flv.FourCc;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tracks in onMetaData (FLV 10.1, E.5; E-RTMP v2, "Enhancing onMetaData"). */
final class TrackMetadata {
    /** Objects whose names are the numbers of audio and video tracks. */
    static final String AUDIO_TRACKS = "audioTrackIdInfoMap";
    static final String VIDEO_TRACKS = "videoTrackIdInfoMap";

    private static final int LARGEST_NUMBER = 255; // 8 bits on the wire
    private static final String LANGUAGE = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"; // BCP 47, of a sane length

    // FLV's own codec numbers (annex E.4.2.1, E.4.3.1)
    private static final Map<Codec, Integer> LEGACY =
            Map.of(Codec.H264, 7, Codec.AAC, 10, Codec.MP3, 2, Codec.G711A, 7, Codec.G711U, 8);

    private TrackMetadata() {
    }

    /** The entries whose names are numbers of tracks; more than there may be are passed over. */
    static Map<Integer, Object> byNumber(Object infoMap) {
        Map<String, Object> entries = properties(infoMap);
        Map<Integer, Object> read = new TreeMap<>();
        entries.forEach((name, value) -> {
            if (name.matches("\\d{1,3}") && Integer.parseInt(name) <= LARGEST_NUMBER && read.size() < FlvInput.MOST_TRACKS) {
                read.put(Integer.parseInt(name), value);
            }
        });
        return read;
    }

    /** The languages of audio tracks by number, where onMetaData tells them. */
    static Map<Integer, String> languages(Map<String, Object> metadata) {
        Map<Integer, String> languages = new TreeMap<>();
        byNumber(metadata.get(AUDIO_TRACKS)).forEach((number, info) -> {
            if (properties(info).get("language") instanceof String language && language.matches(LANGUAGE)) {
                languages.put(number, language);
            }
        });
        return languages;
    }

    private static Map<String, Object> properties(Object value) {
        return value instanceof AmfObject object ? object.properties()
                : value instanceof EcmaArray array ? array.entries() : Map.of();
    }

    /**
     * The onMetaData of a stream whose publisher has sent none.
     *
     * @param all false for the first track of each kind only
     */
    static EcmaArray of(List<Track> tracks, boolean all) {
        AmfObject first = new AmfObject();
        AmfObject video = new AmfObject();
        AmfObject audio = new AmfObject();
        FirstTracks firsts = FirstTracks.of(tracks);
        for (Track track : tracks) {
            if (firsts.has(track)) {
                describe(track, first);
            } else if (all && track.kind() == TrackKind.VIDEO) {
                video.with(Integer.toString(FirstTracks.number(track)), describe(track, new AmfObject()));
            } else if (all && track.kind() == TrackKind.AUDIO) {
                audio.with(Integer.toString(FirstTracks.number(track)), describe(track, new AmfObject()));
            }
        }
        EcmaArray array = new EcmaArray(first.properties());
        if (!video.properties().isEmpty()) {
            array.with(VIDEO_TRACKS, video);
        }
        return audio.properties().isEmpty() ? array : array.with(AUDIO_TRACKS, audio);
    }

    private static AmfObject describe(Track track, AmfObject into) {
        Double codec = LEGACY.containsKey(track.codec()) ? Double.valueOf(LEGACY.get(track.codec()))
                : FourCc.of(track.codec()).map(name -> number(name.toString())).orElse(null);
        if (codec != null && track.kind() == TrackKind.VIDEO) {
            into.with("videocodecid", codec).with("width", track.width()).with("height", track.height());
            if (track.frameRate() > 0) {
                into.with("framerate", track.frameRate());
            }
        } else if (codec != null && track.kind() == TrackKind.AUDIO) {
            into.with("audiocodecid", codec).with("audiosamplerate", track.sampleRate()).with("stereo", track.channels() > 1)
                    .with("audiochannels", track.channels());
            if (!track.language().isEmpty()) {
                into.with("language", track.language());
            }
        }
        return into;
    }

    /** "A FOURCC value is big-endian relative to the underlying ASCII character sequence". */
    private static double number(String fourCc) {
        return fourCc.chars().asLongStream().reduce(0, (sum, c) -> sum << 8 | c);
    }
}
