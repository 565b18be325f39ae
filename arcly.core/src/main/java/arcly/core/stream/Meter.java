package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.StreamStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what comes in, by track. Written by whoever holds the right to write; {@link #sample} is called about once a second, and
 * rates are over the last {@value #SAMPLES} samples. Readers of the figures may be a frame behind.
 */
final class Meter {
    static final int SAMPLES = 5;

    private final TrackMeter[] tracks = new TrackMeter[Track.LARGEST_ID + 1];
    private final Rate bytesRate = new Rate();
    private volatile long framesIn;
    private volatile long bytesIn;
    private volatile long refused;

    void accepted(Frame frame, int weight) {
        int id = frame.track().id();
        TrackMeter track = tracks[id];
        if (track == null) {
            track = new TrackMeter(id);
            tracks[id] = track;
        }
        track.accepted(frame, weight);
        framesIn = framesIn + 1; // one writer
        bytesIn = bytesIn + weight;
    }

    void refused() {
        refused = refused + 1;
    }

    void sample(long now) {
        bytesRate.sample(now, bytesIn);
        for (TrackMeter track : tracks) {
            if (track != null) {
                track.bytesRate.sample(now, track.bytes);
                track.framesRate.sample(now, track.frames);
            }
        }
    }

    long framesIn() {
        return framesIn;
    }

    long bytesIn() {
        return bytesIn;
    }

    long framesRefused() {
        return refused;
    }

    /** Bits per second. */
    long bitrate() {
        return Math.round(bytesRate.perSecond() * Byte.SIZE);
    }

    List<StreamStatistics.TrackStatistics> tracks() {
        List<StreamStatistics.TrackStatistics> all = new ArrayList<>();
        for (TrackMeter track : tracks) {
            if (track != null) {
                all.add(track.figures());
            }
        }
        return List.copyOf(all);
    }

    private static final class TrackMeter {
        private final int id;
        private final Rate bytesRate = new Rate();
        private final Rate framesRate = new Rate();
        private long frames;
        private long bytes;
        private long lastKey = Long.MIN_VALUE;
        private long interval;

        private TrackMeter(int id) {
            this.id = id;
        }

        private void accepted(Frame frame, int weight) {
            frames++;
            bytes += weight;
            if (frame.isKey()) {
                if (lastKey != Long.MIN_VALUE) {
                    interval = frame.dts() - lastKey;
                }
                lastKey = frame.dts();
            }
        }

        private Figures figures() {
            long bitrate = Math.round(bytesRate.perSecond() * Byte.SIZE);
            return new Figures(id, bitrate, framesRate.perSecond(), interval, frames, bytes);
        }
    }

    private record Figures(int track, long bitrate, double frameRate, long keyframeInterval, long frames, long bytes)
            implements StreamStatistics.TrackStatistics {
    }
}
