package arcly.api.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import java.util.List;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The publisher's handle on a stream. Only arcly.core implements it.
 *
 * <p>Only its holder ends it, and only once; after that every call is harmless and {@link #publish} answers GONE. {@code declare},
 * {@code publish} and {@code metadata} are called by one thread at a time (the publisher's); the others from any thread. It belongs to
 * the session that asked for it and stays valid while the bundle that serves the session is replaced.
 */
@ProviderType
public interface Publication {

    /** What became of a frame. May grow: keep a default branch. */
    enum Result {
        /** In the ring. */
        ACCEPTED,
        /** Not taken and counted: its time went back, its track is not declared, or it is larger than the ring. The next may be fine. */
        REFUSED,
        /** This publication has ended or was replaced. */
        GONE
    }

    StreamKey key();

    LiveStream stream();

    /**
     * Says which tracks the stream has. May be called again: a track with a known id and another value is a new configuration, one
     * that is missing has ended, one that is equal is no change.
     *
     * @param complete no further track will come, so that readers need not wait for it
     * @throws StreamException MALFORMED if two tracks have one id, LIMIT if there are too many, GONE if this has ended
     */
    void declare(List<Track> tracks, boolean complete);

    /**
     * Writes one frame. Never blocks and wakes each event loop at most once. A frame whose track is not equal to the declared track
     * of that id declares it. Times are the publisher's own; after a resume or takeover the stream's one offset is added here.
     */
    Result publish(Frame frame);

    /**
     * Keeps a value with the stream for whoever joins later.
     *
     * @param value String, Boolean, Long, Double, {@code Payload}, or List or Map (String keys) of such, at most 8 deep; null removes
     * @throws StreamException MALFORMED for other values, LIMIT beyond 64 names or about 64 KiB
     */
    void metadata(String name, Object value);

    /** The publisher is lost: starts the grace. */
    void suspend(CloseReason reason);

    /** The publisher is done: ends the stream. */
    void close(CloseReason reason);

    /** True once closed, suspended or replaced: this handle has no effect any more. */
    boolean isEnded();

    /** Why; null while it has not ended. */
    CloseReason endReason();

    /**
     * Hears what the kernel wants of the publisher, on {@code executor}, one signal at a time. What came while nobody was armed is
     * told at once: the end, the newest bit-rate limit, one key frame request per track. Arming again replaces the former listener.
     */
    void arm(Executor executor, PublicationListener listener);

    /** Forgets the listener; when this returns, nothing of it is referenced from here. */
    void disarm();
}
