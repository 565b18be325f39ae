package arcly.core.stream;

import arcly.api.stream.StreamStatistics;
import java.util.List;

/** Figures of a stream at one moment. */
record Figures(long bitrate, long framesIn, long bytesIn, long framesRefused, int viewers, int readers, long readerJumps,
        long readersEvicted, int ringFrames, long ringBytes, boolean gopExceedsRing, List<TrackStatistics> tracks)
        implements StreamStatistics {
}
