package arcly.hls.window;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.hls.HlsSettings.Format;
import arcly.hls.segment.Chunk;
import arcly.hls.segment.Epoch;
import arcly.hls.segment.Rendition;
import arcly.hls.segment.Segment;
import arcly.media.MediaFormatException;
import arcly.media.mp4.CodecString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes playlists (RFC 8216). */
final class Playlists {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String AUDIO_GROUP = "audio";

    private Playlists() {
    }

    /**
     * A media playlist (4.3.3).
     *
     * @param names of files, without what the rendition's name puts before them
     * @param discontinuities before the first segment
     */
    static String media(String rendition, List<Segment> segments, Map<Integer, Epoch> epochs, FileNames names, int targetSeconds,
            long discontinuities, boolean ended) {
        StringBuilder out = new StringBuilder(256 + 128 * segments.size());
        boolean gaps = segments.stream().anyMatch(each -> !each.chunks().containsKey(rendition));
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(gaps ? 8 : 6);
        out.append("\n#EXT-X-TARGETDURATION:").append(targetSeconds);
        out.append("\n#EXT-X-MEDIA-SEQUENCE:").append(segments.isEmpty() ? 0 : segments.get(0).sequence());
        out.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuities).append('\n');
        if (segments.stream().allMatch(Segment::key)) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        int mapped = -1;
        boolean first = true;
        for (Segment segment : segments) {
            if (segment.discontinuity() && !first) {
                out.append("#EXT-X-DISCONTINUITY\n");
            }
            first = false;
            Epoch epoch = epochs.get(segment.epoch());
            if (segment.epoch() != mapped && epoch.inits().containsKey(rendition)) {
                out.append("#EXT-X-MAP:URI=\"").append(names.init(rendition, epoch)).append("\"\n");
            }
            mapped = segment.epoch();
            out.append("#EXT-X-PROGRAM-DATE-TIME:").append(TIME.format(Instant.ofEpochMilli(segment.programTime()))).append('\n');
            Chunk chunk = segment.chunks().get(rendition);
            out.append(chunk == null ? "#EXT-X-GAP\n" : "");
            out.append("#EXTINF:").append(seconds(segment.durationNanos())).append(",\n");
            out.append(names.segment(rendition, segment, epoch)).append('\n');
        }
        return out.append(ended ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    /** Six decimals, so that sums do not drift. */
    private static String seconds(long nanos) {
        long micros = (nanos + 500) / 1000;
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    /**
     * The multivariant playlist (4.3.4).
     *
     * @param path that goes before the names of the media playlists
     */
    static String multivariant(Epoch epoch, List<Segment> segments, String path) {
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        Rendition main = epoch.renditions().get(0);
        boolean several = epoch.renditions().size() > 1;
        if (several) {
            main.tracks().stream().filter(each -> each.kind() == TrackKind.AUDIO).findFirst()
                    .ifPresent(track -> media(out, track, true, ""));
            epoch.renditions().stream().skip(1)
                    .forEach(each -> media(out, each.tracks().get(0), false, path + each.name() + ".m3u8"));
        }
        long peak = 0;
        long average = 0;
        for (int i = 0; i < epoch.renditions().size(); i++) {
            String name = epoch.renditions().get(i).name();
            long peakOf = peak(segments, name);
            long averageOf = average(segments, name);
            peak = i < 2 ? peak + peakOf : Math.max(peak, peak(segments, Rendition.MAIN) + peakOf);
            average = i < 2 ? average + averageOf : Math.max(average, average(segments, Rendition.MAIN) + averageOf);
        }
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peak).append(",AVERAGE-BANDWIDTH=").append(average);
        String codecs = codecs(epoch.tracks());
        out.append(codecs.isEmpty() ? "" : ",CODECS=\"" + codecs + "\"");
        main.tracks().stream().filter(each -> each.kind() == TrackKind.VIDEO).findFirst()
                .ifPresent(video -> picture(out, video));
        out.append(several ? ",AUDIO=\"" + AUDIO_GROUP + "\"" : "");
        return out.append('\n').append(path).append(main.name()).append(".m3u8\n").toString();
    }

    private static void picture(StringBuilder out, Track video) {
        if (video.width() > 0 && video.height() > 0) {
            out.append(",RESOLUTION=").append(video.width()).append('x').append(video.height());
        }
        if (video.frameRate() > 0) {
            out.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", video.frameRate()));
        }
    }

    private static void media(StringBuilder out, Track track, boolean chosen, String uri) {
        String label = quotable(track.property(TrackProperty.LABEL).orElse(""));
        String language = quotable(track.language());
        out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(AUDIO_GROUP).append("\",NAME=\"");
        out.append(!label.isEmpty() ? label : !language.isEmpty() ? language + " " + track.id() : "Audio " + track.id())
                .append('"');
        out.append(language.isEmpty() ? "" : ",LANGUAGE=\"" + language + "\"");
        out.append(chosen ? ",DEFAULT=YES,AUTOSELECT=YES" : ",DEFAULT=NO,AUTOSELECT=YES");
        out.append(track.channels() > 0 ? ",CHANNELS=\"" + track.channels() + "\"" : "");
        out.append(uri.isEmpty() ? "" : ",URI=\"" + uri + "\"").append('\n');
    }

    /** What a publisher calls its tracks cannot break out of its quotes (4.2). */
    private static String quotable(String text) {
        return text.replaceAll("[\"\\p{Cntrl}]", "");
    }

    private static String codecs(List<Track> tracks) {
        Set<String> codecs = new LinkedHashSet<>();
        for (Track track : tracks) {
            try {
                CodecString.of(track).ifPresent(codecs::add);
            } catch (MediaFormatException e) {
                continue; // its segments are not written either
            }
        }
        return String.join(",", codecs);
    }

    private static long peak(List<Segment> segments, String rendition) {
        return segments.stream().filter(each -> each.chunks().containsKey(rendition))
                .mapToLong(each -> bitsPerSecond(each.chunks().get(rendition).bytes(), each.durationNanos())).max().orElse(0);
    }

    private static long average(List<Segment> segments, String rendition) {
        long bytes = 0;
        long nanos = 0;
        for (Segment each : segments) {
            Chunk chunk = each.chunks().get(rendition);
            bytes += chunk == null ? 0 : chunk.bytes();
            nanos += chunk == null ? 0 : each.durationNanos();
        }
        return bitsPerSecond(bytes, nanos);
    }

    private static long bitsPerSecond(long bytes, long nanos) {
        return nanos == 0 ? 0 : Math.round(bytes * 8e9 / nanos);
    }

    static String extension(Format format) {
        return format == Format.TS ? ".ts" : ".m4s";
    }
}
