package arcly.rtmp.session;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import java.util.List;

/**
 * Which video and which audio track of a stream go without a number, as RTMP 1.0 has them: the only ones that a player gets
 * which has not announced that it can take more. Immutable; equal by value.
 *
 * @param video a track id; negative while the stream has none: then the one that comes is it
 * @param audio the same for audio
 */
public record FirstTracks(int video, int audio) {
    private static final int NONE = -1;

    static FirstTracks of(List<Track> tracks) {
        return new FirstTracks(first(tracks, TrackKind.VIDEO), first(tracks, TrackKind.AUDIO));
    }

    private static int first(List<Track> tracks, TrackKind kind) {
        return tracks.stream().filter(track -> track.kind() == kind).mapToInt(Track::id).min().orElse(NONE);
    }

    public boolean has(Track track) {
        int first = track.kind() == TrackKind.VIDEO ? video : track.kind() == TrackKind.AUDIO ? audio : track.id();
        return first == track.id() || first == NONE && track.property(FlvTrack.NUMBER).isEmpty();
    }

    /** What a track that is none of them is called on the wire: as its publisher called it, else as arcly does. */
    static int number(Track track) {
        return track.property(FlvTrack.NUMBER).orElse(track.id());
    }
}
