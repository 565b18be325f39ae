package arcly.rtmp;

import arcly.api.config.ConfigurationValues;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.transport.ListenerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set, read from a configuration's properties. A value that is wrong is refused, and what was in force stays. Immutable.
 */
record RtmpConfiguration(List<String> bind, int port, int mostConnections, int mostConnectionsPerAddress, int handshakeTimeout,
        int idleTimeout, RtmpSettings settings) {
    static final int PORT = 1935;
    static final int MOST_CONNECTIONS = 10_000;
    static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;
    static final int IDLE_TIMEOUT_MILLIS = 60_000;
    static final int MOST_MESSAGE_BYTES = 8 << 20;
    static final int MOST_UNFINISHED_BYTES = 20 << 20;
    static final int MOST_CHUNK_STREAMS = 64;
    static final int MOST_AMF_DEPTH = 16;
    static final int MOST_AMF_VALUES = 16_384;

    static final RtmpConfiguration DEFAULT = new RtmpConfiguration(List.of("127.0.0.1", "::1"), PORT, MOST_CONNECTIONS,
            MOST_CONNECTIONS, HANDSHAKE_TIMEOUT_MILLIS, IDLE_TIMEOUT_MILLIS, RtmpSettings.DEFAULT);

    private static final Logger LOG = LoggerFactory.getLogger(RtmpConfiguration.class);

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
                in.millis("coalescing.window", 0, 2000, RtmpSettings.COALESCING_MILLIS, s.coalescing()));
        RtmpConfiguration changed = new RtmpConfiguration(in.words("bind", DEFAULT.bind, bind),
                in.number("port", 0, 65_535, PORT, port),
                in.number("connections.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnections),
                in.number("connections.address.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnectionsPerAddress),
                in.number("handshake.timeout", 100, 600_000, HANDSHAKE_TIMEOUT_MILLIS, handshakeTimeout),
                in.number("idle.timeout", 1000, 3_600_000, IDLE_TIMEOUT_MILLIS, idleTimeout), next);
        in.problems().forEach(LOG::error);
        return changed;
    }

    ListenerSpec listener() {
        return ListenerSpec.of(RtmpServer.NAME, RtmpServer.PID).bind(bind).port(port)
                .mostConnections(mostConnections, mostConnectionsPerAddress)
                .handshakeTimeout(Duration.ofMillis(handshakeTimeout)).idleTimeout(Duration.ofMillis(idleTimeout)).build();
    }
}
