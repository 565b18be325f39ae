package arcly.api.stream;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings a stream when somebody wants it. A whiteboard service: register one, and it is asked, in service ranking order, for each
 * absent stream that is awaited.
 */
@ConsumerType
@FunctionalInterface
public interface SourceProvider {

    /**
     * Asked on a thread of the kernel; must not block. A provider that takes the request publishes the stream by a session of its own,
     * within the request's deadline, and stops when the request says that nobody is left.
     *
     * <p>When a provider has gone, those that are there and those that come are asked for the streams that it was to bring, live ones
     * too: so the next generation of its bundle learns which of the publications that it inherits are on demand, and when nobody is
     * left. A provider that does not know the stream returns false.
     *
     * @return true if this provider brings the stream; false to let the next be asked
     */
    boolean open(SourceRequest request);
}
