package arcly.hls.segment;

/** Takes what the {@link Segmenter} has made, in order. */
public interface SegmentSink {

    /** Before its first segment. */
    void epoch(Epoch epoch);

    void segment(Segment segment);
}
