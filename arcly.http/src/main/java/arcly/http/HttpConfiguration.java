package arcly.http;

import arcly.api.config.ConfigurationValues;
import arcly.http.message.HttpLimits;
import arcly.transport.ListenerSpec;
import arcly.transport.TlsTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set, read from a configuration's properties. A value that is wrong is refused, and what was in force stays. Immutable.
 */
record HttpConfiguration(List<String> bind, int port, Secure secure, int mostConnections, int mostConnectionsPerAddress,
        HttpSettings settings) {
    static final int PORT = 8080;
    static final int SECURE_PORT = 8443;
    static final String CERTIFICATE = "default";
    static final int MOST_CONNECTIONS = 10_000;

    static final HttpConfiguration DEFAULT = new HttpConfiguration(List.of("127.0.0.1", "::1"), PORT,
            new Secure(List.of(), SECURE_PORT, List.of(CERTIFICATE)), MOST_CONNECTIONS, MOST_CONNECTIONS, HttpSettings.DEFAULT);

    /** The transport's own watch: connections have closer ones of their own, but endless replies may be silent for long. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(HttpConfiguration.class);

    /**
     * HTTPS, which is HTTP behind TLS.
     *
     * @param bind empty: as plain HTTP
     * @param certificates names of configurations {@code arcly.tls~NAME}; empty: there is no HTTPS
     */
    record Secure(List<String> bind, int port, List<String> certificates) {
    }

    /** These properties; where one is wrong, this configuration's value. */
    HttpConfiguration changed(Map<String, Object> properties) {
        ConfigurationValues in = ConfigurationValues.of(HttpServer.PID, properties);
        HttpSettings s = settings;
        HttpLimits limits = new HttpLimits(
                in.number("request.line.max", 256, 65_536, HttpSettings.LINE_BYTES, s.limits().lineBytes()),
                in.number("headers.max", 1024, 1 << 20, HttpSettings.HEADER_BYTES, s.limits().headerBytes()));
        HttpSettings next = new HttpSettings(limits,
                in.number("body.max", 0, 16 << 20, HttpSettings.BODY_BYTES, s.bodyBytes()),
                in.millis("header.timeout", 100, 600_000, HttpSettings.HEADER_TIMEOUT_MILLIS, s.headerTimeout()),
                in.millis("body.timeout", 100, 600_000, HttpSettings.BODY_TIMEOUT_MILLIS, s.bodyTimeout()),
                in.millis("answer.timeout", 100, 600_000, HttpSettings.ANSWER_TIMEOUT_MILLIS, s.answerTimeout()),
                in.millis("reply.timeout", 100, 600_000, HttpSettings.REPLY_TIMEOUT_MILLIS, s.replyTimeout()),
                in.millis("keepalive.timeout", 100, 3_600_000, HttpSettings.KEEP_ALIVE_TIMEOUT_MILLIS, s.keepAliveTimeout()),
                in.seconds("handover.timeout", 1, 600, HttpSettings.HANDOVER_TIMEOUT_SECONDS, s.handoverTimeout()),
                in.number("gzip.min", 64, 1 << 20, HttpSettings.GZIP_BYTES, s.gzipBytes()),
                in.number("cache.max", 1 << 20, 1 << 30, HttpSettings.CACHE_BYTES, s.cacheBytes()));
        HttpConfiguration changed = new HttpConfiguration(in.words("bind", DEFAULT.bind, bind),
                in.number("port", 0, 65_535, PORT, port),
                new Secure(in.words("https.bind", List.of()), in.number("https.port", 0, 65_535, SECURE_PORT, secure.port()),
                        in.words("https.certificates", DEFAULT.secure.certificates())),
                in.number("connections.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnections),
                in.number("connections.address.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnectionsPerAddress), next);
        in.problems().forEach(LOG::error);
        return changed;
    }

    ListenerSpec listener() {
        return listener(HttpServer.PID).bind(bind).port(port).build();
    }

    /** With a limit of connections of its own; off while there is no certificate. */
    ListenerSpec secureListener() {
        return listener(HttpServer.PID + ".secure").scheme("https").bind(secure.bind().isEmpty() ? bind : secure.bind())
                .port(secure.port())
                .tls(TlsTerms.of(secure.certificates()).withApplicationProtocols(List.of("http/1.1"))).build();
    }

    private ListenerSpec.Builder listener(String pid) {
        return ListenerSpec.of(HttpServer.NAME, pid)
                .mostConnections(mostConnections, mostConnectionsPerAddress).idleTimeout(LONGEST_SILENCE);
    }
}
