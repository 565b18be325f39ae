package arcly.rtmp;

import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.ChunkLimits;
import java.time.Duration;

/**
 * What new connections and sessions go by; the configuration as read at one moment.
 *
 * @param chunkSize of what the server sends, bytes
 * @param acknowledgementWindow that clients are asked for, bytes
 * @param publishTimeout how long an access decision and the claim on a stream may take
 * @param playTimeout the same for players, with the time a stream may take to come
 * @param pingInterval a client from which nothing came for so long is pinged; {@link #UNANSWERED_PINGS} in a row end it
 * @param coalescing a player's writes within this time go out together
 * @param reconnectUrl where clients are sent before a planned stop, up to the port; empty: to where they came
 */
public record RtmpSettings(int chunkSize, int acknowledgementWindow, ChunkLimits chunks, AmfLimits amf, int mostStreams,
        Duration publishTimeout, Duration playTimeout, Duration pingInterval, Duration coalescing, String reconnectUrl) {
    public static final int CHUNK_SIZE = 65_536;
    public static final int ACKNOWLEDGEMENT_WINDOW = 2_500_000;
    public static final int MOST_STREAMS = 16;
    public static final int PUBLISH_TIMEOUT_MILLIS = 10_000;
    public static final int PLAY_TIMEOUT_MILLIS = 10_000;
    public static final int PING_INTERVAL_MILLIS = 20_000;
    public static final int COALESCING_MILLIS = 20;
    /** As many as a minute has with the default interval. */
    public static final int UNANSWERED_PINGS = 3;

    public static final RtmpSettings DEFAULT = new RtmpSettings(CHUNK_SIZE, ACKNOWLEDGEMENT_WINDOW, ChunkLimits.DEFAULT,
            AmfLimits.DEFAULT, MOST_STREAMS, Duration.ofMillis(PUBLISH_TIMEOUT_MILLIS), Duration.ofMillis(PLAY_TIMEOUT_MILLIS),
            Duration.ofMillis(PING_INTERVAL_MILLIS), Duration.ofMillis(COALESCING_MILLIS), "");
}
