package arcly.hls;

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

    HlsServerSettings changed(Map<String, ?> values) {
        return new HlsServerSettings(number(values, "bytes.total", 0, 1L << 40, 0, bytesTotal),
                (int) number(values, "stream.wait", 0, 60_000, STREAM_WAIT, streamWait),
                (int) number(values, "segment.wait", 0, 60_000, SEGMENT_WAIT, segmentWait),
                (int) number(values, "ended.keep", 0, 3_600_000, ENDED_KEEP, endedKeep));
    }

    /** Bytes. */
    long mostBytes() {
        return bytesTotal == 0 ? Runtime.getRuntime().maxMemory() / 4 : bytesTotal;
    }

    private static long number(Map<String, ?> values, String key, long least, long most, long byDefault, long inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        try {
            long number = value instanceof Number given ? given.longValue() : Long.parseLong(value.toString().trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for one that is out of range
        }
        LOG.error("etc/{}.cfg: {}={} is refused; allowed are {} to {}; {} stays in force", HlsServer.PID, key, value, least, most, inForce);
        return inForce;
    }
}
