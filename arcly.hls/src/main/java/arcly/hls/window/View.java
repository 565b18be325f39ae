package arcly.hls.window;

import arcly.api.http.HttpReply;
import arcly.hls.segment.Epoch;
import arcly.hls.segment.Segment;
import java.util.List;
import java.util.Map;

/** What there is to fetch of a stream at one moment. Immutable: each reply answers everybody who asks for that file. */
public final class View {
    private final Map<String, HttpReply> files;
    private final Epoch epoch;
    private final List<Segment> listed;
    private final int targetSeconds;
    private final boolean ended;

    View(Map<String, HttpReply> files, Epoch epoch, List<Segment> listed, int targetSeconds, boolean ended) {
        this.files = Map.copyOf(files);
        this.epoch = epoch;
        this.listed = List.copyOf(listed);
        this.targetSeconds = targetSeconds;
        this.ended = ended;
    }

    /** A media playlist, segment or initialisation; null if there is none of that name, or not any more. */
    public HttpReply file(String name) {
        return files.get(name);
    }

    /** @param path that goes before the names of the media playlists: {@code ~session/} */
    public String multivariant(String path) {
        return Playlists.multivariant(epoch, listed, path);
    }

    public int targetSeconds() {
        return targetSeconds;
    }

    public boolean isEnded() {
        return ended;
    }
}
