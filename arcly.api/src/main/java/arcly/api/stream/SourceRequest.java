package arcly.api.stream;

import java.time.Instant;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A stream that is wanted, as one provider was asked for it: the successor of a provider is asked with a request of its own, and what
 * the one before still does with this one reaches nobody. Made by arcly.core; any thread.
 */
@ProviderType
public interface SourceRequest {

    StreamKey key();

    /** After this nobody waits any more. */
    Instant deadline();

    /** Tells those who wait that the stream cannot be brought. */
    void failed(StreamException why);

    /** Runs {@code idle} on {@code executor} once the last viewer has left and the application's on-demand delay is over. */
    void arm(Executor executor, Runnable idle);

    /** Forgets the listener; when this returns, nothing of it is referenced from here. */
    void disarm();
}
