package arcly.transport;

import org.osgi.annotation.versioning.ProviderType;

/** An outgoing connection as its opener holds it. */
@ProviderType
public interface Dialled extends AutoCloseable {

    /** Parks the connection for the next generation of the bundle; closes it once the framework is stopping. As {@link Served#close()}. */
    @Override
    void close();

    /** Closes the connection for good, after what was written is flushed. */
    void hangUp();
}
