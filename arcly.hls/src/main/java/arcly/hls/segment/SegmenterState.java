package arcly.hls.segment;

import arcly.hls.HlsSettings.Format;
import java.util.Map;

/**
 * Where a segmenter stands between two segments, for the next generation.
 *
 * @param stream id of the stream whose frames were read
 * @param sequence of the next segment
 * @param epoch of the next segment, unless that begins another
 * @param next by track id: decode time of the first frame that is in no segment yet
 * @param tracks by track id: hash of what the epoch's track is
 * @param writers by rendition: the writer's state
 * @param discontinuity of the next segment
 * @param epochTime program time of decode time {@code epochDts}
 */
public record SegmenterState(long stream, long sequence, int epoch, Format format, long epochTime, long epochDts,
        Map<Integer, Long> next, Map<Integer, Integer> tracks, Map<String, byte[]> writers,
        boolean discontinuity) {
}
