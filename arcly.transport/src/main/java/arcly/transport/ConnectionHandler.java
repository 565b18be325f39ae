package arcly.transport;

import arcly.api.handover.Baton;
import arcly.api.stream.CloseReason;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One connection's protocol logic. Implemented by protocol bundles; called on the connection's loop. That the connection
 * has gone it hears as Netty's {@code channelInactive} in a handler that it installed.
 */
@ConsumerType
public interface ConnectionHandler {

    /**
     * Leaves. Reading has stopped. Returns the state that the next generation needs, disarms every kernel object, and
     * writes nothing any more; the transport then removes its Netty handlers, last to first (undecoded bytes fall to the
     * transport), cancels its timers and parks its viewers.
     */
    List<Baton> park();

    /** The endpoint is about to stop for good: say goodbye in the protocol, then {@link Connection#close}. */
    void drain(CloseReason reason);
}
