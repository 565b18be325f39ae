package arcly.hls;

import arcly.api.packager.PackagerSettings;
import java.util.Locale;
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
    public static final HlsSettings DEFAULT = new HlsSettings(Format.FMP4, SEGMENT_MILLIS, LONGEST_MILLIS, SEGMENTS, STREAM_BYTES);

    /** Of segments. */
    public enum Format { FMP4, TS }

    private static final Logger LOG = LoggerFactory.getLogger(HlsSettings.class);

    /** @param stream for the log */
    public static HlsSettings read(String stream, PackagerSettings from, HlsSettings inForce) {
        Format format = DEFAULT.format;
        String name = from.get("format").orElse(format.name()).trim().toUpperCase(Locale.ROOT);
        if (name.equals("TS") || name.equals("FMP4")) {
            format = Format.valueOf(name);
        } else {
            format = inForce.format;
            refuse(stream, "format", from.get("format").orElse(""), "fmp4, ts", format.name().toLowerCase(Locale.ROOT));
        }
        int segment = (int) number(stream, from, "segment.time", 500, 30_000, SEGMENT_MILLIS, inForce.segmentMillis);
        int longest = (int) number(stream, from, "segment.longest", 1_000, 600_000, LONGEST_MILLIS, inForce.longestMillis);
        return new HlsSettings(format, segment, Math.max(segment, longest),
                (int) number(stream, from, "segments", 3, 10_000, SEGMENTS, inForce.segments),
                number(stream, from, "stream.bytes", 1 << 20, 16L << 30, STREAM_BYTES, inForce.streamBytes));
    }

    public long segmentNanos() {
        return segmentMillis * 1_000_000L;
    }

    public long longestNanos() {
        return longestMillis * 1_000_000L;
    }

    private static long number(String stream, PackagerSettings from, String key, long least, long most, long byDefault, long inForce) {
        String text = from.get(key).orElse(null);
        if (text == null) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(text.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for one that is out of range
        }
        refuse(stream, key, text, least + " to " + most, inForce);
        return inForce;
    }

    private static void refuse(String stream, String key, String value, String allowed, Object inForce) {
        LOG.error("etc/arcly.hls~*.cfg, as it applies to {}: {}={} is refused; allowed are {}; {} stays in force", stream, key, value,
                allowed, inForce);
    }
}
