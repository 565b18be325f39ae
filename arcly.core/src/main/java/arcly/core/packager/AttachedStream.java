package arcly.core.packager;

import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.api.stream.StreamStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stream as one packager has it: the readers it opened are closed when it goes, also those that it forgot. */
final class AttachedStream implements LiveStream {
    private final LiveStream stream;
    private final List<StreamReader> readers = new ArrayList<>();
    private boolean left;

    AttachedStream(LiveStream stream) {
        this.stream = stream;
    }

    @Override
    public StreamReader open(ReadOptions options) {
        StreamReader reader = stream.open(options);
        synchronized (this) {
            if (!left) {
                readers.removeIf(StreamReader::isEnded);
                readers.add(reader);
                return reader;
            }
        }
        reader.close();
        return reader;
    }

    /** It has ended, and there is nothing of it that has not been read. */
    boolean isReadToTheEnd() {
        if (stream.state() != StreamState.ENDED) {
            return false;
        }
        synchronized (this) {
            return readers.stream().allMatch(StreamReader::isEnded);
        }
    }

    void closeReaders() {
        List<StreamReader> open;
        synchronized (this) {
            left = true;
            open = List.copyOf(readers);
            readers.clear();
        }
        open.forEach(reader -> {
            reader.disarm();
            reader.close();
        });
    }

    @Override
    public StreamKey key() {
        return stream.key();
    }

    @Override
    public long id() {
        return stream.id();
    }

    @Override
    public Instant since() {
        return stream.since();
    }

    @Override
    public StreamState state() {
        return stream.state();
    }

    @Override
    public List<Track> tracks() {
        return stream.tracks();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public Map<String, Object> metadata() {
        return stream.metadata();
    }

    @Override
    public long metadataVersion() {
        return stream.metadataVersion();
    }

    @Override
    public StreamStatistics statistics() {
        return stream.statistics();
    }

    @Override
    public void end(CloseReason reason) {
        stream.end(reason);
    }

    @Override
    public CloseReason endReason() {
        return stream.endReason();
    }
}
