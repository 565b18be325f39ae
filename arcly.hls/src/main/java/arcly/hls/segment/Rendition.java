package arcly.hls.segment;

import arcly.api.media.Track;
import java.util.List;

/**
 * What one media playlist carries: the video with the first audio track ({@link #MAIN}), or one more audio track.
 *
 * @param name of its playlist, and the first part of its files' names
 */
public record Rendition(String name, List<Track> tracks) {
    /** The name of the one that is always there. */
    public static final String MAIN = "main";

    public boolean has(int trackId) {
        return tracks.stream().anyMatch(track -> track.id() == trackId);
    }
}
