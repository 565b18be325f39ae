package arcly.bench.hls;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a live media playlist (RFC 8216, 4.3) as it takes to follow it.
 *
 * @param first number of the first segment
 */
record MediaPlaylist(int targetSeconds, long first, List<Segment> segments) {

    /**
     * @param init address of what goes before; empty if nothing does
     * @param endsAt by the server's clock; null if it does not say
     */
    record Segment(String address, String init, Instant endsAt) {
    }

    static MediaPlaylist read(String text) {
        int target = 0;
        long first = 0;
        String init = "";
        Instant ends = null;
        List<Segment> segments = new ArrayList<>();
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            String value = line.substring(line.indexOf(':') + 1);
            if (line.startsWith("#EXT-X-TARGETDURATION:")) {
                target = Integer.parseInt(value);
            } else if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                first = Long.parseLong(value);
            } else if (line.startsWith("#EXT-X-MAP:")) {
                init = value.replaceFirst(".*URI=\"([^\"]*)\".*", "$1");
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                ends = OffsetDateTime.parse(value).toInstant();
            } else if (line.startsWith("#EXTINF:")) {
                double seconds = Double.parseDouble(value.substring(0, value.indexOf(',')));
                ends = ends == null ? null : ends.plusNanos((long) (seconds * 1e9));
            } else if (!line.startsWith("#")) {
                segments.add(new Segment(line, init, ends));
            }
        }
        return new MediaPlaylist(target, first, segments);
    }
}
