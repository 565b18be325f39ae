package arcly.hls.segment;

import arcly.api.media.Track;
import arcly.hls.HlsSettings.Format;
import java.util.List;
import java.util.Map;

/**
 * A stretch of the stream in which tracks and timeline stay what they are.
 *
 * @param inits by rendition; none for forms without
 */
public record Epoch(int number, Format format, List<Rendition> renditions, Map<String, Chunk> inits) {

    public List<Track> tracks() {
        return renditions.stream().flatMap(each -> each.tracks().stream()).toList();
    }
}
