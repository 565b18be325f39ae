package arcly.rtmp.session;

import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.api.stream.StreamStatistics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tracks and metadata. */
public final class FakeStream implements LiveStream {
    public final Map<Integer, Track> tracks = new TreeMap<>();
    public final Map<String, Object> kept = new LinkedHashMap<>();
    public long version;

    @Override
    public StreamKey key() {
        return StreamKey.of("live", "cam");
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Instant since() {
        return Instant.EPOCH;
    }

    @Override
    public StreamState state() {
        return StreamState.PUBLISHING;
    }

    @Override
    public List<Track> tracks() {
        return List.copyOf(tracks.values());
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Map<String, Object> metadata() {
        return kept;
    }

    @Override
    public long metadataVersion() {
        return version;
    }

    @Override
    public StreamStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamReader open(ReadOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(CloseReason why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CloseReason endReason() {
        return null;
    }
}
