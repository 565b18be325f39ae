package arcly.rtmp;

import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.transport.ListenerSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set, read from a configuration's properties. Values come as text from files and as anything from other sources of
 * Config Admin. One that is wrong is refused, with file, key, value and what is allowed, and what was in force stays. Immutable.
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
        Reader in = new Reader(properties);
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
        return new RtmpConfiguration(in.words("bind", DEFAULT.bind, bind),
                in.number("port", 0, 65_535, PORT, port),
                in.number("connections.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnections),
                in.number("connections.address.max", 1, 1_000_000, MOST_CONNECTIONS, mostConnectionsPerAddress),
                in.number("handshake.timeout", 100, 600_000, HANDSHAKE_TIMEOUT_MILLIS, handshakeTimeout),
                in.number("idle.timeout", 1000, 3_600_000, IDLE_TIMEOUT_MILLIS, idleTimeout), next);
    }

    ListenerSpec listener() {
        return ListenerSpec.of(RtmpServer.NAME, RtmpServer.PID).bind(bind).port(port)
                .mostConnections(mostConnections, mostConnectionsPerAddress)
                .handshakeTimeout(Duration.ofMillis(handshakeTimeout)).idleTimeout(Duration.ofMillis(idleTimeout)).build();
    }

    /** Reads one set of properties. */
    private record Reader(Map<String, Object> properties) {

        int number(String key, int least, int most, int byDefault, int inForce) {
            Object value = properties.get(key);
            if (value == null) {
                return byDefault;
            }
            try {
                long number = value instanceof Number given ? given.longValue() : Long.parseLong(value.toString().trim());
                if (number >= least && number <= most) {
                    return (int) number;
                }
            } catch (NumberFormatException notANumber) {
                // said below, as for one that is out of range
            }
            refuse(key, value, least + " to " + most, inForce);
            return inForce;
        }

        Duration millis(String key, int least, int most, int byDefault, Duration inForce) {
            return Duration.ofMillis(number(key, least, most, byDefault, (int) inForce.toMillis()));
        }

        /** A list, or text with commas. */
        List<String> words(String key, List<String> byDefault, List<String> inForce) {
            Object value = properties.get(key);
            if (value == null) {
                return byDefault;
            }
            Collection<?> parts = value instanceof Collection<?> many ? many
                    : Arrays.asList(value instanceof Object[] array ? array : value.toString().split(","));
            List<String> words = parts.stream().map(part -> part.toString().trim()).filter(part -> !part.isEmpty()).toList();
            if (words.isEmpty()) {
                refuse(key, value, "one address or more", inForce);
                return inForce;
            }
            return words;
        }

        private void refuse(String key, Object value, String allowed, Object inForce) {
            LOG.error("{}: {}={} is refused; allowed are {}; {} stays in force", file(), key, value, allowed, inForce);
        }

        private String file() {
            Object name = properties.get("felix.fileinstall.filename");
            String path = name == null ? "" : name.toString();
            int etc = path.lastIndexOf("etc/");
            return etc >= 0 ? path.substring(etc) : "etc/" + RtmpServer.PID + ".cfg";
        }
    }
}
