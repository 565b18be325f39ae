package arcly.hls;

import arcly.api.config.ConfigurationValues;
import arcly.api.packager.PackagerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one stream is packaged. A value that is not allowed is refused, and what was in force stays.
 *
 * @param format in which segments are written
 * @param segmentMillis after so much media the next key frame begins a segment
 * @param longestMillis after so much media a segment ends without a key frame
 * @param segments in the playlist
 * @param streamBytes of segments held
 */
public record HlsSettings(Format format, int segmentMillis, int longestMillis, int segments, long streamBytes) {
    public static final int SEGMENT_MILLIS = 2_000;
    public static final int LONGEST_MILLIS = 60_000;
    public static final int SEGMENTS = 6;
    public static final long STREAM_BYTES = 64 << 20;
    public static final HlsSettings DEFAULT = new HlsSettings(Format.FMP4, SEGMENT_MILLIS, LONGEST_MILLIS, SEGMENTS,
            STREAM_BYTES);

    /** Of segments. */
    public enum Format { FMP4, TS }

    private static final Logger LOG = LoggerFactory.getLogger(HlsSettings.class);

    /** @param stream for the log */
    public static HlsSettings read(String stream, PackagerSettings from, HlsSettings inForce) {
        ConfigurationValues values = ConfigurationValues.from("etc/arcly.hls~*.cfg, as it applies to " + stream, from.asMap());
        int segment = values.number("segment.time", 500, 30_000, SEGMENT_MILLIS, inForce.segmentMillis);
        int longest = values.number("segment.longest", 1_000, 600_000, LONGEST_MILLIS, inForce.longestMillis);
        HlsSettings settings = new HlsSettings(values.choice("format", Format.class, DEFAULT.format, inForce.format), segment,
                Math.max(segment, longest), values.number("segments", 3, 10_000, SEGMENTS, inForce.segments),
                values.number("stream.bytes", 1L << 20, 16L << 30, STREAM_BYTES, inForce.streamBytes));
        values.problems().forEach(LOG::error);
        return settings;
    }

    public long segmentNanos() {
        return segmentMillis * 1_000_000L;
    }

    public long longestNanos() {
        return longestMillis * 1_000_000L;
    }
}
