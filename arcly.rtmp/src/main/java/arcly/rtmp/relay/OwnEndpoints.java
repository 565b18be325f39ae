package arcly.rtmp.relay;

import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Protocol;
import arcly.api.session.Sessions;
import arcly.api.stream.Streams;
import arcly.transport.Connection;
import arcly.transport.Transport;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows where this server listens, so that a relay can tell that it leads back here. Any thread. */
final class OwnEndpoints {
    private final List<Protocol> protocols = new CopyOnWriteArrayList<>();

    void add(Protocol protocol) {
        protocols.add(protocol);
    }

    void remove(Protocol protocol) {
        protocols.remove(protocol);
    }

    RelayContext context(Sessions sessions, Streams streams, Transport transport) {
        return new RelayContext(sessions, streams, transport, this::has, Clock.systemUTC(), System::nanoTime, new Random());
    }

    /** A connection between two ports of one address stays on this machine; the port tells whose it is. */
    private boolean has(Connection connection) {
        if (!connection.remoteAddress().getAddress().equals(connection.localAddress().getAddress())) {
            return false;
        }
        int port = connection.remoteAddress().getPort();
        return protocols.stream().flatMap(protocol -> protocol.endpoints().stream())
                .anyMatch(endpoint -> endpoint.state() == Endpoint.State.LISTENING && endpoint.address().getPort() == port);
    }
}
