package arcly.itest.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * A media playlist as a viewer reads it (RFC 8216, 4.3).
 *
 * @param sequence number of the first segment
 * @param discontinuitySequence number of discontinuities before it
 */
public record HlsPlaylist(long sequence, long discontinuitySequence, int targetSeconds, List<Segment> segments, boolean ended) {

    /**
     * One segment.
     *
     * @param init address of its initialisation; empty if it needs none
     */
    public record Segment(long sequence, String name, double seconds, boolean discontinuity, String init, String programTime) {}

    public static HlsPlaylist read(String text) {
        if (!text.startsWith("#EXTM3U\n")) {
            throw new IllegalArgumentException("not a playlist: " + text);
        }
        long sequence = number(text, "#EXT-X-MEDIA-SEQUENCE:");
        List<Segment> segments = new ArrayList<>();
        double seconds = -1;
        boolean discontinuity = false;
        String init = "";
        String programTime = "";
        for (String line : text.lines().toList()) {
            if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity = true;
            } else if (line.startsWith("#EXT-X-MAP:URI=\"")) {
                init = line.substring(16, line.length() - 1);
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                programTime = line.substring(25);
            } else if (line.startsWith("#EXTINF:")) {
                seconds = Double.parseDouble(line.substring(8, line.indexOf(',')));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                segments.add(new Segment(sequence + segments.size(), line, seconds, discontinuity, line.endsWith(".ts") ? "" : init,
                        programTime));
                discontinuity = false;
            }
        }
        return new HlsPlaylist(sequence, number(text, "#EXT-X-DISCONTINUITY-SEQUENCE:"),
                (int) number(text, "#EXT-X-TARGETDURATION:"), segments, text.contains("#EXT-X-ENDLIST"));
    }

    /** The address of the first variant of a multivariant playlist. */
    public static String variant(String text) {
        return text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant: " + text));
    }

    private static long number(String text, String tag) {
        return text.lines().filter(line -> line.startsWith(tag)).mapToLong(line -> Long.parseLong(line.substring(tag.length())))
                .findFirst().orElse(0);
    }
}
