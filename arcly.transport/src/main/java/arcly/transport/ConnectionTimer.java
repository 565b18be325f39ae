package arcly.transport;

import org.osgi.annotation.versioning.ProviderType;

/** A task that a connection will run. Used on the connection's loop. */
@ProviderType
public interface ConnectionTimer {

    /** Nanoseconds until it runs; 0 if it ran or was cancelled. A baton carries it to the next generation. */
    long remaining();

    void cancel();
}
