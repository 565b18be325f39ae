package arcly.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A TCP endpoint as a protocol wants it. Immutable. */
public final class ListenerSpec {
    private final String protocol;
    private final String scheme;
    private final String pid;
    private final List<String> bind;
    private final int port;
    private final int mostConnections;
    private final int mostConnectionsPerAddress;
    private final Duration handshakeTimeout;
    private final Duration idleTimeout;
    private final TlsTerms tls;

    private ListenerSpec(Builder from) {
        protocol = from.protocol;
        scheme = from.scheme;
        pid = from.pid;
        bind = List.copyOf(from.bind);
        port = from.port;
        mostConnections = from.mostConnections;
        mostConnectionsPerAddress = from.mostConnectionsPerAddress;
        handshakeTimeout = from.handshakeTimeout;
        idleTimeout = from.idleTimeout;
        tls = from.tls;
    }

    /**
     * @param protocol the name that sessions show, {@code rtmp}
     * @param pid what tells this endpoint from others of the same bundle: its configuration's PID
     */
    public static Builder of(String protocol, String pid) {
        return new Builder(protocol, pid);
    }

    public String protocol() {
        return protocol;
    }

    public String scheme() {
        return scheme;
    }

    public String pid() {
        return pid;
    }

    /** Addresses or host names of this machine. */
    public List<String> bind() {
        return bind;
    }

    /** 0: a free one, kept over hand-overs. */
    public int port() {
        return port;
    }

    public int mostConnections() {
        return mostConnections;
    }

    public int mostConnectionsPerAddress() {
        return mostConnectionsPerAddress;
    }

    /** From accept to {@link Connection#established()}, a TLS handshake included. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Without a byte in and without a byte going out. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Null: connections are plain. */
    public TlsTerms tls() {
        return tls;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String protocol;
        private final String pid;
        private String scheme;
        private List<String> bind = List.of("127.0.0.1", "::1");
        private int port;
        private int mostConnections = 10_000;
        private int mostConnectionsPerAddress = 10_000;
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private TlsTerms tls;

        private Builder(String protocol, String pid) {
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            this.pid = Objects.requireNonNull(pid, "pid");
            this.scheme = protocol;
        }

        /** Of URLs, if it is not the protocol's name. */
        public Builder scheme(String name) {
            scheme = Objects.requireNonNull(name, "scheme");
            return this;
        }

        public Builder bind(List<String> addresses) {
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("bind is empty; at least one address is needed");
            }
            bind = addresses;
            return this;
        }

        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port " + number + "; 0 (a free one) to 65535 are allowed");
            }
            port = number;
            return this;
        }

        public Builder mostConnections(int inAll, int perAddress) {
            if (inAll < 1 || perAddress < 1) {
                throw new IllegalArgumentException("most connections " + inAll + "/" + perAddress + "; 1 and above are allowed");
            }
            mostConnections = inAll;
            mostConnectionsPerAddress = perAddress;
            return this;
        }

        public Builder handshakeTimeout(Duration time) {
            handshakeTimeout = positive("handshake time-out", time);
            return this;
        }

        public Builder idleTimeout(Duration time) {
            idleTimeout = positive("idle time-out", time);
            return this;
        }

        /**
         * Speaks TLS from the first byte on. The protocol is asked for a connection once its handshake is over; until then the
         * transport keeps it, also while generations of the bundle change.
         */
        public Builder tls(TlsTerms terms) {
            tls = Objects.requireNonNull(terms, "terms");
            return this;
        }

        public ListenerSpec build() {
            return new ListenerSpec(this);
        }

        private static Duration positive(String what, Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(what + " " + time + "; it must be above zero");
            }
            return time;
        }
    }
}
