package arcly.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From frames to what FFmpeg reads. */
class HlsTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} with {1} B-frames")
    @CsvSource({"fmp4, 0", "fmp4, 2", "ts, 0", "ts, 2"})
    void everyFrameComesOutOnceAndAtItsTime(String format, int reordered) throws Exception {
        List<Frame> frames = Source.of(8, reordered);
        try (Scene scene = new Scene(Map.of(), Map.of("format", format, "segments", 100)).install()) {
            Publication publication = scene.publish(Source.tracks(frames));
            scene.publish(publication, frames);
            Request before = scene.index();
            String ticket = Scene.ticket(before);
            publication.close(CloseReason.LEFT);
            assertThat(scene.get(ticket, "main.m3u8").text()).contains("#EXT-X-ENDLIST");
            scene.download(folder, before, ticket);
        }
        compare(folder.resolve("index.m3u8"), frames, format);
    }

    static void compare(Path index, List<Frame> frames, String format) throws Exception {
        List<Ffmpeg.Packet> packets = Ffmpeg.packets(index, "-live_start_index", "0");
        double ticksPerMilli = 90;
        Long offset = null;
        for (int track : new int[] {Source.VIDEO, Source.AUDIO}) {
            long begin = Source.ofTrack(frames, Source.VIDEO).get(0).dts();
            List<Frame> in = Source.ofTrack(frames, track).stream().filter(each -> each.dts() >= begin).toList();
            List<Ffmpeg.Packet> out = packets.stream().filter(each -> each.stream() == track).toList();
            assertThat(out.size()).as("frames of track " + track).isEqualTo(in.size());
            for (int i = 0; i < in.size(); i++) {
                double milli = format.equals("ts") || track == Source.VIDEO ? ticksPerMilli : 44.1;
                double dts = out.get(i).dts() / milli;
                double pts = out.get(i).pts() / milli;
                if (offset == null) {
                    offset = Math.round(dts - in.get(i).dts() / 1e6);
                }
                assertThat(dts - offset).isCloseTo(in.get(i).dts() / 1e6, within(1.0));
                assertThat(pts - offset).isCloseTo(in.get(i).pts() / 1e6, within(1.0));
            }
        }
    }

    @ParameterizedTest(name = "{0} B-frames")
    @ValueSource(ints = {0, 2})
    void eachSegmentEndsWhereTheNextBegins(int reordered) throws Exception {
        List<Frame> frames = Source.of(8, reordered);
        Map<Integer, Long> ends = new HashMap<>();
        int segments = 0;
        try (Scene scene = new Scene(Map.of(), Map.of("segment.time", 1000)).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            String ticket = Scene.ticket(scene.index());
            List<String> playlist = scene.get(ticket, "main.m3u8").text().lines().toList();
            String init = playlist.stream().filter(line -> line.contains("init0.mp4")).findFirst().orElseThrow();
            byte[] head = scene.get(ticket, init.substring(init.indexOf('"') + 1, init.length() - 1)).bytes();
            for (String name : playlist.stream().filter(line -> line.endsWith(".m4s")).toList()) {
                Path file = folder.resolve(name + ".mp4");
                Files.write(file, head);
                Files.write(file, scene.get(ticket, name).bytes(), StandardOpenOption.APPEND);
                segments++;
                Map<Integer, Long> begins = new HashMap<>();
                Map<Integer, Long> now = new HashMap<>();
                for (String line : Ffmpeg.run("ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries",
                        "packet=stream_index,dts,duration", file.toString()).out().lines().toList()) {
                    String[] packet = line.split(",");
                    int track = Integer.parseInt(packet[0]);
                    begins.putIfAbsent(track, Long.parseLong(packet[1]));
                    now.put(track, Long.parseLong(packet[1]) + Long.parseLong(packet[2]));
                }
                if (!ends.isEmpty()) {
                    assertThat(begins).as(name).isEqualTo(ends);
                }
                ends = now;
            }
        }
        assertThat(segments).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fmp4", "ts"})
    void furtherAudioTracksAreRenditions(String format) throws Exception {
        List<Frame> made = Source.of(8, 0);
        Track second = Track.of(2, Codec.AAC).configuration(Source.tracks(made).get(1).configuration()).sampleRate(44_100)
                .channels(2)
                .language("de").property(TrackProperty.LABEL, "Deutsch \"neu\"").build();
        List<Frame> frames = new ArrayList<>();
        made.forEach(frame -> {
            frames.add(frame);
            if (frame.track().id() == Source.AUDIO) {
                frames.add(Source.in(second, frame));
            }
        });
        try (Scene scene = new Scene(Map.of(), Map.of("format", format, "segments", 100)).install()) {
            Publication publication = scene.publish(Source.tracks(frames));
            scene.publish(publication, frames);
            Request index = scene.index();
            publication.close(CloseReason.LEFT);
            assertThat(index.text()).contains("NAME=\"Audio 1\",DEFAULT=YES", "NAME=\"Deutsch neu\",LANGUAGE=\"de\",DEFAULT=NO",
                    "/audio2.m3u8\"", ",AUDIO=\"audio\"");
            scene.download(folder, index, Scene.ticket(index));
        }
        List<Ffmpeg.Packet> packets = Ffmpeg.packets(folder.resolve("index.m3u8"), "-live_start_index", "0");
        assertThat(packets.stream().map(Ffmpeg.Packet::stream).distinct()).hasSize(3);
        long first = Source.ofTrack(frames, Source.VIDEO).get(0).dts();
        assertThat(packets).hasSize((int) frames.stream().filter(frame -> frame.dts() >= first).count());
    }

    @Test
    void playlistsSayWhatThereIs() throws Exception {
        List<Frame> frames = Source.of(8, 2);
        try (Scene scene = new Scene(Map.of(), Map.of("segments", 3)).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            Request index = scene.index();
            String ticket = Scene.ticket(index);
            assertThat(index.text().replace(ticket, "TICKET").replaceAll("BANDWIDTH=\\d+", "BANDWIDTH=N")).isEqualTo("""
                    #EXTM3U
                    #EXT-X-VERSION:6
                    #EXT-X-STREAM-INF:BANDWIDTH=N,AVERAGE-BANDWIDTH=N,CODECS="avc1.64000d,mp4a.40.2",RESOLUTION=320x180,\
                    FRAME-RATE=25.000
                    ~TICKET/main.m3u8
                    """);
            assertThat(scene.get(ticket, "main.m3u8").text().replaceAll("-mj\\w+-", "-T-")).isEqualTo("""
                    #EXTM3U
                    #EXT-X-VERSION:6
                    #EXT-X-TARGETDURATION:2
                    #EXT-X-MEDIA-SEQUENCE:0
                    #EXT-X-DISCONTINUITY-SEQUENCE:0
                    #EXT-X-INDEPENDENT-SEGMENTS
                    #EXT-X-MAP:URI="main-T-init0.mp4"
                    #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
                    #EXTINF:2.000000,
                    main-T-0.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z
                    #EXTINF:2.000000,
                    main-T-1.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:04.000Z
                    #EXTINF:2.000000,
                    main-T-2.m4s
                    """);
        }
    }

    @Test
    void aBundleThatComesToARunningStreamHasAPlaylistAtOnce() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of())) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            scene.install();
            assertThat(scene.get(Scene.ticket(scene.index()), "main.m3u8").text()).contains("#EXTINF:2.000000");
        }
    }

    @Test
    void aReplacementGoesOnWithoutGapOrRepetition() throws Exception {
        List<Frame> frames = Source.of(8, 2);
        for (String format : List.of("fmp4", "ts")) {
            try (Scene scene = new Scene(Map.of(), Map.of("format", format, "segments", 100)).install()) {
                Publication publication = scene.publish(Source.tracks(frames));
                String ticket = null;
                Request index = null;
                for (int from = 0; from < frames.size(); from += 70) {
                    if (index == null && from > 300) {
                        index = scene.index();
                        ticket = Scene.ticket(index);
                    }
                    scene.publish(publication, frames.subList(from, Math.min(frames.size(), from + 70)));
                    if (from >= 140 && from + 70 < frames.size()) { // before, there is nothing that could be repeated
                        scene.remove();
                        scene.install();
                    }
                }
                publication.close(CloseReason.LEFT);
                String playlist = scene.get(ticket, "main.m3u8").text();
                assertThat(playlist).contains("#EXT-X-MEDIA-SEQUENCE:0\n", "#EXT-X-ENDLIST")
                        .doesNotContain("#EXT-X-DISCONTINUITY\n");
                assertThat(scene.kernel.sessions().list()).extracting(each -> each.protocol()).contains("hls");
                Path to = folder.resolve(format);
                scene.download(to, index, ticket);
                compare(to.resolve("index.m3u8"), frames, format);
            }
        }
    }

    @Test
    void aPublisherThatComesBackMakesOneDiscontinuity() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of("segments", 100)).install()) {
            Publication first = scene.publish(Source.tracks(frames));
            scene.publish(first, frames);
            String ticket = Scene.ticket(scene.index());
            first.suspend(CloseReason.LOST);
            scene.pass(Duration.ofSeconds(3));
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            String playlist = scene.get(ticket, "main.m3u8").text();
            assertThat(playlist.lines().filter(line -> line.equals("#EXT-X-DISCONTINUITY"))).hasSize(1);
            assertThat(playlist).contains("init0.mp4", "init1.mp4").doesNotContain("#EXT-X-ENDLIST");
        }
    }

    @Test
    void aStreamThatEndsAndComesBackGoesOnNumbering() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            Publication first = scene.publish(Source.tracks(frames));
            scene.publish(first, frames);
            String ticket = Scene.ticket(scene.index());
            first.close(CloseReason.LEFT);
            String before = scene.get(ticket, "main.m3u8").text();
            assertThat(before).contains("-3.m4s", "#EXT-X-ENDLIST");
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            assertThat(scene.get(ticket, "main.m3u8").text())
                    .contains("#EXT-X-MEDIA-SEQUENCE:4\n", "#EXT-X-DISCONTINUITY-SEQUENCE:1\n").doesNotContain("-3.m4s",
                            "ENDLIST");
        }
    }

    @Test
    void memoryStaysWithinTheWindow() throws Exception {
        List<Frame> frames = new ArrayList<>();
        List<Frame> made = Source.of(8, 0);
        for (int i = 0; i < 5; i++) {
            for (Frame frame : made) {
                frames.add(frame.moved(i * 8_200_000_000L, false));
            }
        }
        try (Scene scene = new Scene(Map.of(), Map.of("segments", 4)).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            long bytes = made.stream().mapToLong(frame -> frame.payload().size()).sum();
            assertThat(scene.server.windows().bytes()).isGreaterThan(bytes).isLessThan(2 * bytes);
            String playlist = scene.get(Scene.ticket(scene.index()), "main.m3u8").text();
            assertThat(playlist.lines().filter(line -> line.startsWith("#EXTINF"))).hasSize(4);
        }
    }
}
