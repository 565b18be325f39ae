package arcly.rtmp;

import arcly.api.config.ConfigurationValues;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.transport.ListenerSpec;
import arcly.transport.TlsTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set, read from a configuration's properties. A value that is wrong is refused, and what was in force stays.
 * Immutable.
 */
record RtmpConfiguration(List<String> bind, int port, Secure secure, int mostConnections, int mostConnectionsPerAddress,
        int handshakeTimeout, int idleTimeout, RtmpSettings settings) {
    static final int PORT = 1935;
    static final int SECURE_PORT = 1936;
    static final String CERTIFICATE = "default";
    static final int MOST_CONNECTIONS = 10_000;
    static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;
    static final int IDLE_TIMEOUT_MILLIS = 60_000;
    static final int MOST_MESSAGE_BYTES = 8 << 20;
    static final int MOST_UNFINISHED_BYTES = 20 << 20;
    static final int MOST_CHUNK_STREAMS = 64;
    static final int MOST_AMF_DEPTH = 16;
    static final int MOST_AMF_VALUES = 16_384;

    private static final String RECONNECT_URL = "(rtmps?://[A-Za-z0-9._:\\[\\]-]{1,255})?";

    static final RtmpConfiguration DEFAULT = new RtmpConfiguration(List.of("127.0.0.1", "::1"), PORT,
            new Secure(List.of(), SECURE_PORT, List.of(CERTIFICATE)), MOST_CONNECTIONS, MOST_CONNECTIONS, HANDSHAKE_TIMEOUT_MILLIS,
            IDLE_TIMEOUT_MILLIS, RtmpSettings.DEFAULT);

    private static final Logger LOG = LoggerFactory.getLogger(RtmpConfiguration.class);

    /**
     * RTMPS, which is RTMP behind TLS.
     *
     * @param bind empty: as plain RTMP
     * @param certificates names of configurations {@code arcly.tls~NAME}; empty: there is no RTMPS
     */
    record Secure(List<String> bind, int port, List<String> certificates) {
    }

    /** These properties; where one is wrong, this configuration's value. */
    RtmpConfiguration changed(Map<String, Object> properties) {
        ConfigurationValues in = ConfigurationValues.of(RtmpServer.PID, properties);
        RtmpSettings s = settings;
        int message = in.number("message.max", 65_536, 0xFF_FFFF, MOST_MESSAGE_BYTES, s.chunks().messageBytes());
        int unfinished = in.number("unfinished.max", 65_536, 256 << 20, MOST_UNFINISHED_BYTES, s.chunks().unfinishedBytes());
        ChunkLimits chunks = new ChunkLimits(message,
                in.number("chunk.streams.max", 4, 65_598, MOST_CHUNK_STREAMS, s.chunks().chunkStreams()),
                Math.max(message, unfinished));
        AmfLimits amf = new AmfLimits(in.number("amf.depth.max", 4, 64, MOST_AMF_DEPTH, s.amf().depth()),
                in.number("amf.values.max", 64, 1_000_000, MOST_AMF_VALUES, s.amf().values()));
        RtmpSettings next = new RtmpSettings(
                in.number("chunk.size", 128, 0xFF_FFFF, RtmpSettings.CHUNK_SIZE, s.chunkSize()),
                in.number("acknowledgement.window", 1024, Integer.MAX_VALUE, RtmpSettings.ACKNOWLEDGEMENT_WINDOW,
                        s.acknowledgementWindow()),
                chunks, amf,
                in.number("streams.max", 1, 1024, RtmpSettings.MOST_STREAMS, s.mostStreams()),
                in.millis("publish.timeout", 100, 600_000, RtmpSettings.PUBLISH_TIMEOUT_MILLIS, s.publishTimeout()),
                in.millis("play.timeout", 100, 600_000, RtmpSettings.PLAY_TIMEOUT_MILLIS, s.playTimeout()),
                in.millis("ping.interval", 1000, 3_600_000, RtmpSettings.PING_INTERVAL_MILLIS, s.pingInterval()),
                in.millis("coalescing.window", 0, 2000, RtmpSettings.COALESCING_MILLIS, s.coalescing()),
                in.text("reconnect.url", RECONNECT_URL, "rtmp://HOST[:PORT] or rtmps://HOST[:PORT], or nothing", "",
                        s.reconnectUrl()));
        RtmpConfiguration changed = new RtmpConfiguration(in.words("bind", DEFAULT.bind, bind),
                in.number("port", 0, 65_535, PORT, port),
                new Secure(in.words("rtmps.bind", List.of()), in.number("rtmps.port", 0, 65_535, SECURE_PORT, secure.port()),
                        in.words("rtmps.certificates", DEFAULT.secure.certificates())),
                in.number("connections.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnections),
                in.number("connections.address.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnectionsPerAddress),
                in.number("handshake.timeout", 100, 600_000, HANDSHAKE_TIMEOUT_MILLIS, handshakeTimeout),
                in.number("idle.timeout", 1000, 3_600_000, IDLE_TIMEOUT_MILLIS, idleTimeout), next);
        in.problems().forEach(LOG::error);
        return changed;
    }

    ListenerSpec listener() {
        return listener(RtmpServer.PID).bind(bind).port(port).build();
    }

    /** With a limit of connections of its own; off while there is no certificate. */
    ListenerSpec secureListener() {
        return listener(RtmpServer.PID + ".secure").scheme("rtmps").bind(secure.bind().isEmpty() ? bind : secure.bind())
                .port(secure.port()).tls(TlsTerms.of(secure.certificates())).build();
    }

    private ListenerSpec.Builder listener(String pid) {
        return ListenerSpec.of(RtmpServer.NAME, pid)
                .mostConnections(mostConnections, mostConnectionsPerAddress)
                .handshakeTimeout(Duration.ofMillis(handshakeTimeout)).idleTimeout(Duration.ofMillis(idleTimeout));
    }
}
