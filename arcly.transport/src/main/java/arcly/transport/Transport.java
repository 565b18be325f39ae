package arcly.transport;

import arcly.api.stream.CloseReason;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Owns event loops, listening sockets and connections. A service of arcly.transport, of bundle scope: it knows by itself
 * which bundle asks, so that only the same bundle's next generation inherits. Any thread; nothing here blocks unless it
 * says so.
 */
@ProviderType
public interface Transport {

    /**
     * Serves a TCP endpoint. The identity of what is served is (protocol, address, the bundle's symbolic name, {@link
     * ListenerSpec#pid()}): if another generation of the bundle still serves it, its connections are moved here, each as
     * one task on its own loop; if one has left it parked, they are adopted; then the listener accepts. Call it as the
     * last statement of activation: adoption begins at once, on the loops.
     *
     * <p>Never throws because of the address: a port that somebody else has is waited for, and {@link Served#endpoints()}
     * says so. Waits for the first attempt to bind a new address, at most one second and never on a loop, so that {@code
     * endpoints()} can be read.
     */
    Served serve(ListenerSpec listener, ConnectionProtocol protocol);

    /**
     * Opens an outgoing TCP connection, or adopts the one that a former generation left under the same {@link
     * DialSpec#pid()}. The protocol's {@code accept} is called once it is connected; {@code failed} once with the reason,
     * if it cannot be.
     */
    Dialled dial(DialSpec target, ConnectionProtocol protocol, DialListener failed);

    /**
     * Runs the task once, on a loop, after the delay, unless it is cancelled or the bundle lets go of the transport before: so a bundle
     * needs no thread of its own to wait for something without a connection. The task must not block.
     *
     * @return may be used by any thread
     */
    ConnectionTimer schedule(Duration delay, Runnable task);

    /**
     * Says goodbye: listeners in scope stop accepting for good, each connection's handler is asked to {@link
     * ConnectionHandler#drain}, and what is open at the deadline is closed. The stage completes, on a thread of the
     * transport, with the number of connections that were closed. May be called while bundles are going.
     */
    CompletionStage<Integer> drain(DrainScope scope, CloseReason reason, Duration atMost);

    TransportStatistics statistics();
}
