package arcly.hls.segment;

import java.util.Map;

/**
 * One segment of all renditions.
 *
 * @param epoch grows with each discontinuity
 * @param discontinuity it does not go on where the one before ended
 * @param programTime milliseconds since 1970 of its first frame
 * @param durationNanos until the next one begins
 * @param chunks by rendition; one that had no frames is left out
 */
public record Segment(long sequence, int epoch, boolean discontinuity, boolean key, long programTime, long durationNanos,
        Map<String, Chunk> chunks) {

    public long bytes() {
        return chunks.values().stream().mapToLong(Chunk::bytes).sum();
    }
}
