package arcly.transport;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gives each connection to the protocol that its TLS handshake chose (ALPN, RFC 7301). Goes to {@code serve} like any other
 * protocol; {@link #names()} go into the listener's {@link TlsTerms}.
 */
public final class AlpnProtocols implements ConnectionProtocol {
    private final Map<String, ConnectionProtocol> byName;
    private final ConnectionProtocol otherwise;

    private AlpnProtocols(Map<String, ConnectionProtocol> byName, ConnectionProtocol otherwise) {
        this.byName = byName;
        this.otherwise = otherwise;
    }

    /** @param protocol serves plain connections, and those whose client names no protocol or none that is known */
    public static AlpnProtocols otherwise(ConnectionProtocol protocol) {
        return new AlpnProtocols(Map.of(), Objects.requireNonNull(protocol, "protocol"));
    }

    /** Adds a protocol behind those that are preferred to it. */
    public AlpnProtocols with(String name, ConnectionProtocol protocol) {
        Map<String, ConnectionProtocol> all = new LinkedHashMap<>(byName);
        all.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(protocol, "protocol"));
        return new AlpnProtocols(all, otherwise);
    }

    /** In order of preference. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        return of(connection).accept(connection);
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
        return of(connection).adopt(connection, batons);
    }

    private ConnectionProtocol of(Connection connection) {
        TlsSession tls = connection.tls();
        return tls == null ? otherwise : byName.getOrDefault(tls.applicationProtocol(), otherwise);
    }
}
