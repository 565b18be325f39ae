package arcly.transport;

import java.util.List;
import java.util.Objects;

/**
 * How an outgoing connection speaks TLS. The server's certificate is always checked: that somebody trusted has issued it,
 * and that it is for {@link #serverName()} (RFC 6125). Immutable.
 */
public final class TlsTarget {
    private final String serverName;
    private final String trusted;
    private final List<String> applicationProtocols;

    private TlsTarget(String serverName, String trusted, List<String> applicationProtocols) {
        this.serverName = Objects.requireNonNull(serverName, "server name");
        this.trusted = Objects.requireNonNull(trusted, "trusted");
        this.applicationProtocols = List.copyOf(applicationProtocols);
    }

    /** The server that is dialled, trusted if one of the Java platform's authorities has issued its certificate. */
    public static TlsTarget verified() {
        return new TlsTarget("", "", List.of());
    }

    /** Asks for this name (SNI), and wants a certificate for it, whatever address is dialled. */
    public TlsTarget withServerName(String name) {
        return new TlsTarget(name, trusted, applicationProtocols);
    }

    /**
     * Trusts the certificates of this file, whatever their dates, and those that they have issued, and no others.
     *
     * @param pemFile a path; a relative one is taken from {@code etc/}
     */
    public TlsTarget withTrusted(String pemFile) {
        return new TlsTarget(serverName, pemFile, applicationProtocols);
    }

    /** Offers these protocols (ALPN, RFC 7301), the preferred one first. */
    public TlsTarget withApplicationProtocols(List<String> names) {
        return new TlsTarget(serverName, trusted, names);
    }

    /** Empty: the host that is dialled. */
    public String serverName() {
        return serverName;
    }

    /** A PEM file; empty: the Java platform's authorities. */
    public String trusted() {
        return trusted;
    }

    public List<String> applicationProtocols() {
        return applicationProtocols;
    }
}
