package arcly.hls;

import arcly.api.config.ConfigurationValues;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for all streams. A value that is not allowed is refused, and what was in force stays. Times are milliseconds.
 *
 * @param streamWait for a stream that is not live
 * @param segmentWait for a first segment
 * @param endedKeep how long the last segments of a stream stay
 */
record HlsServerSettings(long bytesTotal, int streamWait, int segmentWait, int endedKeep) {
    static final int STREAM_WAIT = 5_000;
    static final int SEGMENT_WAIT = 30_000;
    static final int ENDED_KEEP = 60_000;
    static final HlsServerSettings DEFAULT = new HlsServerSettings(0, STREAM_WAIT, SEGMENT_WAIT, ENDED_KEEP);

    private static final Logger LOG = LoggerFactory.getLogger(HlsServerSettings.class);

    HlsServerSettings changed(Map<String, ?> properties) {
        ConfigurationValues values = ConfigurationValues.of(HlsServer.PID, properties);
        HlsServerSettings changed = new HlsServerSettings(values.number("bytes.total", 0L, 1L << 40, 0L, bytesTotal),
                values.number("stream.wait", 0, 60_000, STREAM_WAIT, streamWait),
                values.number("segment.wait", 0, 60_000, SEGMENT_WAIT, segmentWait),
                values.number("ended.keep", 0, 3_600_000, ENDED_KEEP, endedKeep));
        values.problems().forEach(LOG::error);
        return changed;
    }

    /** Bytes. */
    long mostBytes() {
        return bytesTotal == 0 ? Runtime.getRuntime().maxMemory() / 4 : bytesTotal;
    }
}
