package arcly.media.mp4;

import arcly.api.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One track's frames in a fragment, and what the fragment says of them. Times are ticks of the track. */
record TrackRun(Mp4Track track, List<Frame> frames, List<Sample> samples, long decodeTime, long presentationTime) {

    /**
     * Counts every time from the track's beginning, so that rounding never adds up.
     *
     * @param offset nanoseconds that are added to all times
     * @param end decode time of the frame that is next, nanoseconds
     */
    static TrackRun of(Mp4Track track, List<Frame> frames, long offset, OptionalLong end) {
        List<Sample> samples = new ArrayList<>(frames.size());
        long first = ticks(track, frames.get(0).dts() + offset);
        if (first < 0) {
            throw new IllegalArgumentException(frames.get(0) + " is before the movie's beginning, " + -offset + " ns");
        }
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            long dts = ticks(track, frame.dts() + offset);
            long pts = ticks(track, frame.pts() + offset);
            long next = i + 1 < frames.size() ? ticks(track, frames.get(i + 1).dts() + offset)
                    : end.isPresent() ? ticks(track, end.getAsLong() + offset)
                    : dts + lastDuration(track, frame, offset, samples);
            earliest = Math.min(earliest, pts);
            if (next < dts) {
                throw new IllegalArgumentException("what follows " + frame + " is before it");
            }
            samples.add(new Sample(Math.toIntExact(next - dts), frame.payload().size(), Sample.flags(frame),
                    Math.toIntExact(pts - dts)));
        }
        return new TrackRun(track, List.copyOf(frames), samples, first, earliest);
    }

    private static long lastDuration(Mp4Track track, Frame frame, long offset, List<Sample> before) {
        if (frame.duration() != Frame.UNKNOWN) {
            return ticks(track, frame.dts() + offset + frame.duration()) - ticks(track, frame.dts() + offset);
        }
        int usual = track.entry().usualDuration();
        return usual > 0 || before.isEmpty() ? usual : before.get(before.size() - 1).duration();
    }

    private static long ticks(Mp4Track track, long nanos) {
        return track.timebase().fromNanos(nanos);
    }

    /** Bytes of the payloads. */
    long size() {
        return samples.stream().mapToLong(Sample::size).sum();
    }

    long duration() {
        return samples.stream().mapToLong(Sample::duration).sum();
    }

    Box traf(int dataOffset) {
        Trun trun = new Trun(samples, dataOffset);
        return Box.of("traf",
                new Tfhd(track.id(), trun.defaults().duration(), trun.defaults().flags()),
                new Tfdt(decodeTime),
                trun);
    }
}
