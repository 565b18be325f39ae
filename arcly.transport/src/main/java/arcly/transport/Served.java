package arcly.transport;

import arcly.api.protocol.Endpoint;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** An endpoint that is being served. Any thread. */
@ProviderType
public interface Served extends AutoCloseable {

    /** Changes limits and addresses: rebinds only listeners whose address changed; accepted connections stay. */
    void configure(ListenerSpec listener);

    /** Where it listens now, and what is in the way where it does not. */
    List<Endpoint> endpoints();

    /** Connections served now. */
    int connections();

    /**
     * Parks every connection that no newer generation has taken over, and the listener, for the next generation of this
     * bundle; they are closed if none comes within {@code handover.timeout}. If an older generation still serves the same
     * identity, it gets them back. Waits for the loops, at most 3 s, and never when called on a loop. Once the framework
     * is stopping, or after a drain, closes instead.
     */
    @Override
    void close();
}
