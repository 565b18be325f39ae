package arcly.shell;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.stream.StreamStatistics;
import arcly.api.stream.StreamStatistics.TrackStatistics;
import java.util.Locale;
import java.util.Optional;

/** A track in a few words; what is not known is left out. */
final class TrackText {

    private TrackText() {}

    /** {@code h264 1280x720}, {@code aac 48000 Hz stereo}. */
    static String of(Track track) {
        StringBuilder text = new StringBuilder(track.codec().name());
        if (track.kind() == TrackKind.VIDEO && track.width() > 0) {
            text.append(' ').append(track.width()).append('x').append(track.height());
        } else if (track.kind() == TrackKind.AUDIO) {
            if (track.sampleRate() > 0) {
                text.append(' ').append(track.sampleRate()).append(" Hz");
            }
            if (track.channels() > 0) {
                text.append(' ').append(channels(track.channels()));
            }
        }
        return track.language().isEmpty() ? text.toString() : text.append(' ').append(track.language()).toString();
    }

    /** With what is measured: {@code h264 1280x720 30 fps 2.10 Mbit/s}. */
    static String of(Track track, StreamStatistics statistics) {
        Optional<TrackStatistics> measured = find(track.id(), statistics);
        double rate = measured.map(TrackStatistics::frameRate).filter(seen -> seen > 0).orElse(track.frameRate());
        String text = of(track);
        if (track.kind() == TrackKind.VIDEO && rate > 0) {
            text += " " + String.format(Locale.ROOT, "%.2f", rate).replaceAll("\\.?0+$", "") + " fps";
        }
        return measured.isEmpty() ? text : text + " " + Words.bitrate(measured.get().bitrate());
    }

    /** The figures of one track; none before its first frame. */
    static Optional<TrackStatistics> find(int track, StreamStatistics statistics) {
        return statistics.tracks().stream().filter(figures -> figures.track() == track).findFirst();
    }

    private static String channels(int count) {
        return switch (count) {
            case 1 -> "mono";
            case 2 -> "stereo";
            default -> count + " channels";
        };
    }
}
