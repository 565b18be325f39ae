package arcly.hls.window;

import arcly.hls.segment.Epoch;
import arcly.hls.segment.Segment;
import java.util.List;
import java.util.Map;

/**
 * A window as one generation leaves it.
 *
 * @param listed how many of the segments, from the end, are in the playlist
 */
record WindowState(String token, int targetSeconds, long discontinuities, int listed, long version, Map<Integer, Epoch> epochs,
        List<Segment> segments) {
}
