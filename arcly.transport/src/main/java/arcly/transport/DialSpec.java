package arcly.transport;

import java.time.Duration;
import java.util.Objects;

/** Where an outgoing connection goes. Immutable. */
public final class DialSpec {
    private final String protocol;
    private final String pid;
    private final String host;
    private final int port;
    private final Duration connectTimeout;
    private final Duration idleTimeout;
    private final TlsTarget tls;

    private DialSpec(String protocol, String pid, String host, int port, Duration connectTimeout, Duration idleTimeout,
            TlsTarget tls) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.pid = Objects.requireNonNull(pid, "pid");
        this.host = Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + "; 1 to 65535 are allowed");
        }
        this.port = port;
        this.connectTimeout = connectTimeout;
        this.idleTimeout = idleTimeout;
        this.tls = tls;
    }

    /** @param pid under which the connection is handed over: the PID of the configuration that asks for it */
    public static DialSpec of(String protocol, String pid, String host, int port) {
        return new DialSpec(protocol, pid, host, port, Duration.ofSeconds(10), Duration.ofSeconds(60), null);
    }

    public DialSpec withTimeouts(Duration connect, Duration idle) {
        return new DialSpec(protocol, pid, host, port, connect, idle, tls);
    }

    /** With TLS from the first byte on; a handshake has the connect time-out once more. What fails there fails the dial. */
    public DialSpec withTls(TlsTarget target) {
        return new DialSpec(protocol, pid, host, port, connectTimeout, idleTimeout, Objects.requireNonNull(target, "target"));
    }

    public String protocol() {
        return protocol;
    }

    public String pid() {
        return pid;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Null: the connection is plain. */
    public TlsTarget tls() {
        return tls;
    }
}
