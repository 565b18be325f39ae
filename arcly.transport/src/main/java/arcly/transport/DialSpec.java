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

    private DialSpec(String protocol, String pid, String host, int port, Duration connectTimeout, Duration idleTimeout) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.pid = Objects.requireNonNull(pid, "pid");
        this.host = Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + "; 1 to 65535 are allowed");
        }
        this.port = port;
        this.connectTimeout = connectTimeout;
        this.idleTimeout = idleTimeout;
    }

    /** @param pid under which the connection is handed over: the PID of the configuration that asks for it */
    public static DialSpec of(String protocol, String pid, String host, int port) {
        return new DialSpec(protocol, pid, host, port, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    public DialSpec withTimeouts(Duration connect, Duration idle) {
        return new DialSpec(protocol, pid, host, port, connect, idle);
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
}
