package arcly.http;

import arcly.api.config.ConfigurationValues;
import arcly.http.message.HttpLimits;
import arcly.transport.ListenerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set, read from a configuration's properties. A value that is wrong is refused, and what was in force stays. Immutable.
 */
record HttpConfiguration(List<String> bind, int port, int mostConnections, int mostConnectionsPerAddress, HttpSettings settings) {
    static final int PORT = 8080;
    static final int MOST_CONNECTIONS = 10_000;

    static final HttpConfiguration DEFAULT = new HttpConfiguration(List.of("127.0.0.1", "::1"), PORT, MOST_CONNECTIONS,
            MOST_CONNECTIONS, HttpSettings.DEFAULT);

    /** The transport's own watch: connections have closer ones of their own, but endless replies may be silent for long. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(HttpConfiguration.class);

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
                in.number("connections.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnections),
                in.number("connections.address.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnectionsPerAddress), next);
        in.problems().forEach(LOG::error);
        return changed;
    }

    ListenerSpec listener() {
        return ListenerSpec.of(HttpServer.NAME, HttpServer.PID).bind(bind).port(port)
                .mostConnections(mostConnections, mostConnectionsPerAddress).idleTimeout(LONGEST_SILENCE).build();
    }
}
