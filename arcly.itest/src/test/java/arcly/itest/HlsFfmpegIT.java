package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.itest.container.Home;
import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Packets.Packet;
import arcly.itest.ffmpeg.Tool;
import arcly.itest.peer.HlsPlaylist.Segment;
import arcly.itest.peer.HlsViewer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FFmpeg 8 publishes over RTMP and reads HLS back, fMP4 and TS: every frame, in order, at its time; segments follow each other exactly. */
class HlsFfmpegIT {
    private static final int SECONDS = 60;
    /** Times real time: what a frame's time is does not depend on when it comes. */
    private static final String SPEED = "3";
    private static final int VIDEO = 0;
    private static final int AUDIO = 1;
    private static final long MILLI_MICROS = 1_000;
    private static final long VIDEO_FRAME_MICROS = 40_000;
    private static final long AUDIO_FRAME_MICROS = 1024 * 1_000_000L / 44_100;
    /** Parameter sets and delimiters go from both sides: segments repeat them, FLV has them once. */
    private static final String VIDEO_CONTENT = "h264_mp4toannexb,filter_units=remove_types=7-9";

    private static Distribution arcly;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = Ffmpeg.unpacked();
        Home home = Home.copy("dist-hls");
        home.configure("arcly.hls~mp4", Map.of("applies", "live/mp4-*", "segments", 100));
        home.configure("arcly.hls~ts", Map.of("applies", "live/ts-*", "segments", 100, "format", "ts"));
        arcly = Distribution.start(home);
        Until.holds("HTTP listens", 20, () -> Ports.listens(arcly.httpPort()));
    }

    @AfterAll
    static void stop() {
        if (arcly != null) {
            arcly.close();
        }
    }

    @Test
    void everyFrameComesBackInBothForms() throws Exception {
        List<RoundTrip> trips = new ArrayList<>();
        try {
            for (int reordered : new int[] {0, 2}) {
                for (String form : List.of("mp4", "ts")) {
                    trips.add(new RoundTrip(form + "-" + reordered, reordered));
                }
            }
            for (RoundTrip trip : trips) {
                trip.watch();
            }
            for (RoundTrip trip : trips) {
                trip.check();
            }
        } finally {
            for (RoundTrip trip : trips) {
                trip.close();
            }
        }
        assertThat(arcly.home().logLines("LEAK")).as("buffers that were not released").isEmpty();
    }

    /** One source that is published, and one reader. */
    private static final class RoundTrip {
        private final String name;
        private final Path source;
        private final Tool publisher;
        private final Tool reader;
        private final Path folder;
        private HlsViewer viewer;

        RoundTrip(String name, int reordered) throws Exception {
            this.name = name;
            source = ffmpeg.source(SECONDS, reordered);
            folder = Files.createDirectories(arcly.root().resolve("segments-" + name));
            publisher = ffmpeg.start(arcly.root(), name + "-publisher", "-v", "warning", "-readrate", SPEED, "-i", source.toString(),
                    "-map", "0", "-c", "copy", "-f", "flv", arcly.url("live/" + name));
            reader = ffmpeg.start(arcly.root(), name + "-reader", "-v", "warning", "-live_start_index", "0", "-i",
                    arcly.page("/live/" + name + "/index.m3u8"), "-map", "0:v", "-map", "0:a", "-c", "copy", "-bsf:v", VIDEO_CONTENT,
                    "-bsf:a", "aac_adtstoasc", "-copyts", "-f", "framecrc", "-");
        }

        /** One more viewer, who keeps each segment. */
        void watch() throws Exception {
            viewer = HlsViewer.watch(arcly.httpPort(), "live/" + name, folder);
        }

        void check() throws Exception {
            assertThat(publisher.await(SECONDS + 30)).as(name + " publisher: " + publisher.errors()).isZero();
            assertThat(reader.await(20)).as(name + " reader: " + reader.errors()).isZero();
            Tool read = ffmpeg.run(arcly.root(), name + "-source", 30, "-v", "warning", "-i", source.toString(), "-map", "0:v",
                    "-map", "0:a", "-c", "copy", "-bsf:v", VIDEO_CONTENT, "-copyts", "-f", "framecrc", "-");
            List<Packet> sent = Packets.readMicros(read.output());
            List<Packet> received = Packets.readMicros(reader.output());
            List<Packet> video = Packets.of(received, VIDEO);
            List<Packet> audio = Packets.of(received, AUDIO);
            assertThat(video).as(name + ": video, " + reader.errors()).hasSameSizeAs(Packets.of(sent, VIDEO));
            long offset = video.get(0).dts() - Packets.of(sent, VIDEO).get(0).dts();
            everyFrameIsThere(Packets.of(sent, VIDEO), video, offset);
            List<Packet> sound = Packets.of(sent, AUDIO).subList(Math.max(0, Packets.of(sent, AUDIO).size() - audio.size()),
                    Packets.of(sent, AUDIO).size());
            assertThat(sound.get(0).dts()).as(name + ": sound begins with the first key frame")
                    .isLessThan(Packets.of(sent, VIDEO).get(0).pts() + AUDIO_FRAME_MICROS);
            everyFrameIsThere(sound, audio, offset);
            System.out.println(name + ": " + video.size() + " video and " + audio.size() + " audio frames, moved by " + offset + " us");
            segmentsFollowEachOther();
        }

        private void everyFrameIsThere(List<Packet> sent, List<Packet> received, long offset) {
            assertThat(received.stream().map(Packet::content)).as(name + ": contents, in order")
                    .containsExactlyElementsOf(sent.stream().map(Packet::content).toList());
            assertThat(IntStream.range(0, received.size()).filter(i ->
                    Math.abs(received.get(i).dts() - sent.get(i).dts() - offset) > MILLI_MICROS
                            || Math.abs(received.get(i).pts() - sent.get(i).pts() - offset) > MILLI_MICROS)
                    .mapToObj(i -> i + ": " + sent.get(i) + " " + received.get(i)).limit(5))
                    .as(name + ": frames whose time is off by more than 1 ms, with one offset for both tracks").isEmpty();
        }

        /** Each segment by itself: it begins with a key frame, and its decode times begin where those of the one before end. */
        private void segmentsFollowEachOther() throws Exception {
            Until.holds(() -> name + ": a viewer comes to the end; " + viewer.faults(), 10,
                    () -> viewer.isEnded() || !viewer.faults().isEmpty());
            assertThat(viewer.faults()).as(name + ": a viewer that takes segment for segment").isEmpty();
            assertThat(viewer.discontinuities()).as(name + ": discontinuities").isZero();
            List<Segment> segments = viewer.latest().segments();
            assertThat(segments).as(name + ": segments").hasSizeGreaterThanOrEqualTo(SECONDS / 2);
            Map<String, Decoded> ends = new HashMap<>();
            for (Segment segment : segments) {
                follows(segment, folder.resolve(Long.toString(segment.sequence())), ends);
            }
        }

        private void follows(Segment segment, Path file, Map<String, Decoded> ends) throws Exception {
            String said = ffmpeg.probe(arcly.root(), name + "-probe", "-show_entries", "packet=codec_type,dts_time,duration_time,flags",
                    "-of", "compact=nk=1:p=0", file.toString());
            Map<String, Boolean> seen = new HashMap<>();
            long from = Long.MAX_VALUE;
            long to = 0;
            for (String line : said.lines().filter(each -> !each.isBlank()).toList()) {
                String[] field = line.split("\\|");
                boolean video = field[0].equals("video");
                Decoded now = new Decoded(micros(field[1]), field[2].equals("N/A") ? 0 : micros(field[2]));
                String where = name + ", segment " + segment.sequence() + ", " + line;
                if (seen.put(field[0], true) == null && video) {
                    assertThat(field[3]).as(where + ": begins with a key frame").startsWith("K");
                }
                Decoded before = ends.put(field[0], now);
                if (before != null) {
                    long step = video ? VIDEO_FRAME_MICROS : AUDIO_FRAME_MICROS;
                    // FLV counts milliseconds, so two frames are up to one of them nearer or farther than they should be.
                    assertThat(now.dts() - before.dts()).as(where + " after " + before).isBetween(step - 1_100, step + 1_100);
                    if (!segment.init().isEmpty()) {
                        assertThat(before.dts() + before.duration()).as(where + ": where the frame before ends")
                                .isBetween(now.dts() - 25, now.dts() + 25);
                    }
                }
                if (video) {
                    from = Math.min(from, now.dts());
                    to = Math.max(to, now.dts() + VIDEO_FRAME_MICROS);
                }
            }
            assertThat(seen).as(name + ", segment " + segment.sequence() + ": tracks").hasSize(2);
            assertThat(segment.seconds()).as(name + ", segment " + segment.sequence() + ": EXTINF").isBetween((to - from) / 1e6 - 0.002,
                    (to - from) / 1e6 + 0.002);
        }

        private static long micros(String seconds) {
            return Math.round(Double.parseDouble(seconds) * 1e6);
        }

        void close() throws Exception {
            if (viewer != null) {
                viewer.close();
            }
            publisher.close();
            reader.close();
        }
    }

    /** When a frame is decoded and how long it lasts, microseconds. */
    private record Decoded(long dts, long duration) {}
}
