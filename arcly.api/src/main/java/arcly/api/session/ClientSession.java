package arcly.api.session;

import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamReader;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A session as the protocol that serves it holds it. It belongs to the kernel and outlives the bundle that opened it: a bundle that is
 * replaced attaches it to the connection, disarms, and its successor finds there what was asked, what was answered, the publication
 * and the reader. Only arcly.core implements it.
 */
@ProviderType
public interface ClientSession extends Session {

    /**
     * Asks to publish: the access chain decides, then the stream is claimed by the application's takeover rule. Asked once; asking
     * again returns the same answer.
     *
     * <p>Refusals: DENIED, NOT_FOUND (no such application), BUSY, LIMIT, TIMEOUT, CANCELLED.
     *
     * @throws IllegalStateException if this is a viewer's session
     */
    Answer<Publication> publish(Duration atMost);

    /**
     * Asks to play: the access chain decides, then the stream is awaited until it is live and ready. Asked once; asking again returns
     * the same answer.
     *
     * <p>Refusals: DENIED, NOT_FOUND (no such application, or no such stream within the time), LIMIT, TIMEOUT, CANCELLED.
     *
     * @throws IllegalStateException if this is a publisher's session
     */
    Answer<LiveStream> play(Duration atMost);

    /** The answer that {@link #publish} gave; null if it was not asked. */
    Answer<Publication> publishing();

    /** The answer that {@link #play} gave; null if it was not asked. */
    Answer<LiveStream> playing();

    /**
     * Opens this viewer's cursor, once; asking again returns the same reader. Eviction of the reader closes the session.
     *
     * @throws IllegalStateException if {@link #play} has not been granted
     * @throws arcly.api.stream.StreamException GONE if the stream has ended, LIMIT if it has too many readers
     */
    StreamReader open(ReadOptions options);

    /** The reader that was opened; null if none. */
    StreamReader reader();

    /** Adds to the byte counts. Called by one thread at a time. */
    void transferred(long bytesIn, long bytesOut);

    /** Sets an attribute that operators see; null removes it. Not more than 32, each at most 1 KiB: more are ignored. */
    void attribute(String name, String value);

    /**
     * The protocol ends it. An outstanding answer is cancelled, the reader closed. A publication that is not ended yet is closed if
     * the reason is {@link CloseReason#LEFT}, {@link CloseReason#KICKED}, or {@link CloseReason#SHUTDOWN}, otherwise suspended, so that the
     * publisher may come back. Takes effect once.
     */
    void end(CloseReason reason);

    /**
     * Hears, once and on {@code executor}, that somebody else has closed the session; at once if it is closed already. Arming again
     * replaces the former.
     */
    void arm(Executor executor, SessionListener listener);

    /** Forgets the listener; when this returns, nothing of it is referenced from here. */
    void disarm();
}
