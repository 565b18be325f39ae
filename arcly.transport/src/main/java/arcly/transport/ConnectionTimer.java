package arcly.transport;

import org.osgi.annotation.versioning.ProviderType;

/** A task that a connection, or the transport, will run. A connection's is used on its loop, the transport's by any thread. */
@ProviderType
public interface ConnectionTimer {

    /** Nanoseconds until it runs; 0 if it ran or was cancelled. A baton carries it to the next generation. */
    long remaining();

    void cancel();
}
