package arcly.api.stream;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Figures of one stream at one moment. Made by arcly.core. Rates are over the last few seconds of wall time. */
@ProviderType
public interface StreamStatistics {

    /** Bits per second in, all tracks. */
    long bitrate();

    long framesIn();

    long bytesIn();

    /** Frames refused: time went back, undeclared, too large. */
    long framesRefused();

    /** Sessions that were let in to play, and viewers that a bundle opened without a session. */
    int viewers();

    /** Cursors, of viewers and services; a viewer that is served segments has none of its own. */
    int readers();

    /** Times that readers were moved to the newest key frame. */
    long readerJumps();

    /** Readers closed because they were too slow for too long. */
    long readersEvicted();

    int ringFrames();

    long ringBytes();

    /** The distance of key frames is more than the ring holds, so late joiners wait for the next one. */
    boolean gopExceedsRing();

    /** By track id. */
    List<TrackStatistics> tracks();

    /** Figures of one track. */
    @ProviderType
    interface TrackStatistics {

        int track();

        /** Bits per second. */
        long bitrate();

        /** Frames per second. */
        double frameRate();

        /** Nanoseconds of media between the last two key frames; 0 before the second. */
        long keyframeInterval();

        long frames();

        long bytes();
    }
}
