package arcly.api.stream;

import arcly.api.media.Track;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** One stream while it is live. Only arcly.core implements it; protocols and packagers call it, from any thread. */
@ProviderType
public interface LiveStream {

    StreamKey key();

    /** Never reused while the process lives: tells a stream from its successor under the same key. */
    long id();

    Instant since();

    StreamState state();

    /** The tracks as declared now, by id. */
    List<Track> tracks();

    /**
     * Tracks are complete: the publisher said so, or a key frame (of video, where there is video) is in and the application's
     * {@code tracks.wait} is over.
     */
    boolean isReady();

    /** Values kept for whoever joins, by name; immutable. */
    Map<String, Object> metadata();

    /** Grows with each change of {@link #metadata()}; cheap enough for every wake-up. */
    long metadataVersion();

    StreamStatistics statistics();

    /**
     * Opens a cursor for a bundle's own use, without a session or an access decision; a client's is opened at its session.
     *
     * @throws StreamException GONE if the stream has ended, LIMIT if it has as many readers as its application allows
     */
    StreamReader open(ReadOptions options);

    /** Ends the stream, whoever publishes it. */
    void end(CloseReason reason);

    /** Null until {@link StreamState#ENDED}. */
    CloseReason endReason();
}
