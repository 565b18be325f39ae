package arcly.transport;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the handlers of a protocol's connections. Implemented by protocol bundles; called on the connection's loop, never
 * in activation, so that nothing of the bundle is kept by an object of longer life.
 */
@ConsumerType
public interface ConnectionProtocol {

    /** A new connection. Installs its Netty handlers ({@link Connection#install}); reading begins when this returns. */
    ConnectionHandler accept(Connection connection);

    /**
     * A connection that another generation has parked: with its sessions, viewers and unread bytes, which are replayed when this
     * returns. The handler's timers are gone; what was left of them stands in the batons.
     *
     * @param batons what {@link ConnectionHandler#park} left
     * @throws HandoverException if none of the batons is known; the connection is then closed
     */
    ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException;
}
