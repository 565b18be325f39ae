package arcly.hls;

import arcly.api.packager.PackagerSettings;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one stream is packaged. A value that is not allowed is refused, and the default is in force.
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

    public static HlsSettings read(PackagerSettings from) {
        Format format = DEFAULT.format;
        String name = from.get("format").orElse(format.name()).trim().toUpperCase(Locale.ROOT);
        if (name.equals("TS") || name.equals("FMP4")) {
            format = Format.valueOf(name);
        } else {
            LOG.error("arcly.hls: format={} is refused; allowed are fmp4, ts; fmp4 is in force", name);
        }
        int segment = (int) number(from, "segment.time", 500, 30_000, SEGMENT_MILLIS);
        return new HlsSettings(format, segment,
                Math.max(segment, (int) number(from, "segment.longest", 1_000, 600_000, LONGEST_MILLIS)),
                (int) number(from, "segments", 3, 10_000, SEGMENTS),
                number(from, "stream.bytes", 1 << 20, 16L << 30, STREAM_BYTES));
    }

    public long segmentNanos() {
        return segmentMillis * 1_000_000L;
    }

    public long longestNanos() {
        return longestMillis * 1_000_000L;
    }

    private static long number(PackagerSettings from, String key, long least, long most, long byDefault) {
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
        LOG.error("arcly.hls: {}={} is refused; allowed are {} to {}; {} is in force", key, text, least, most, byDefault);
        return byDefault;
    }
}
