package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Packets.Packet;
import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FFmpeg 8 publishes in each codec that its FLV muxer writes, and reads back: every packet, in its place, and it decodes. */
class FfmpegCodecsIT {
    private static final int SECONDS = 4;
    private static final int GOP = 25;
    private static final long PATIENCE_SECONDS = SECONDS + 40;
    private static final Pattern CODEC = Pattern.compile("#codec_id (\\d+): (\\w+)");

    /** The arguments that make each; names are FFmpeg's of the codecs. */
    private static final Map<String, List<String>> ENCODERS = encoders();

    private static Distribution arcly;
    private static Ffmpeg ffmpeg;
    private static Path sources;

    private static Map<String, List<String>> encoders() {
        Map<String, List<String>> encoders = new LinkedHashMap<>();
        encoders.put("h264", List.of("libx264", "-preset", "ultrafast", "-bf", "2"));
        encoders.put("hevc", List.of("libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:bframes=2"));
        encoders.put("av1", List.of("libsvtav1", "-preset", "12"));
        encoders.put("vp9", List.of("libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"));
        encoders.put("aac", List.of("aac"));
        encoders.put("opus", List.of("libopus"));
        encoders.put("mp3", List.of("libmp3lame"));
        encoders.put("ac3", List.of("ac3"));
        encoders.put("eac3", List.of("eac3"));
        encoders.put("flac", List.of("flac"));
        return encoders;
    }

    private static boolean isVideo(String codec) {
        return List.of("h264", "hevc", "av1", "vp9").contains(codec);
    }

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = Ffmpeg.unpacked();
        arcly = Distribution.start("dist-ffmpeg-codecs");
        sources = arcly.root().resolve("sources");
        for (Map.Entry<String, List<String>> encoder : ENCODERS.entrySet()) {
            boolean video = isVideo(encoder.getKey());
            List<String> arguments = new ArrayList<>(List.of("-y", "-v", "warning", "-f", "lavfi", "-i",
                    video ? "testsrc2=size=320x180:rate=25" : "sine=frequency=440:sample_rate=48000",
                            "-t", Integer.toString(SECONDS)));
            arguments.addAll(video ? List.of("-pix_fmt", "yuv420p", "-g", Integer.toString(GOP), "-c:v")
                    : List.of("-ac", "2", "-c:a"));
            arguments.addAll(encoder.getValue());
            arguments.add(source(encoder.getKey()).toString());
            ffmpeg.run(sources, "encode-" + encoder.getKey(), 60, arguments.toArray(String[]::new));
        }
    }

    private static Path source(String codec) {
        return sources.resolve(codec + ".mkv");
    }

    @AfterAll
    static void stop() {
        if (arcly != null) {
            arcly.close();
        }
    }

    @Test
    void everyCodecComesBackWhole() throws Exception {
        List<List<String>> streams = List.of(List.of("h264", "mp3"), List.of("h264", "ac3"), List.of("hevc", "opus"),
                List.of("hevc", "eac3"), List.of("av1", "flac"), List.of("av1", "aac"), List.of("vp9", "opus"), List.of("flac"));
        roundTrips(streams, "");
    }

    /** FFmpeg cannot announce that it takes several tracks, so it asks for them. */
    @Test
    void severalTracksComeBackWhole() throws Exception {
        roundTrips(List.of(List.of("h264", "aac", "opus", "mp3"), List.of("hevc", "av1", "aac")), "?tracks=all");
    }

    private void roundTrips(List<List<String>> streams, String query) throws Exception {
        List<RoundTrip> trips = new ArrayList<>();
        try {
            for (List<String> codecs : streams) {
                trips.add(new RoundTrip(codecs, query));
            }
            for (RoundTrip trip : trips) {
                trip.check();
            }
        } finally {
            trips.forEach(RoundTrip::close);
        }
        assertThat(arcly.home().logLines("LEAK")).as("buffers that were not released").isEmpty();
    }

    /** One stream of several sources, published in real time; one reader that copies and one that decodes. */
    private static final class RoundTrip implements AutoCloseable {
        private final String name;
        private final List<String> codecs;
        private final Tool publisher;
        private final Tool copier;
        private final Tool decoder;

        RoundTrip(List<String> codecs, String query) throws IOException {
            this.codecs = codecs;
            name = String.join("-", codecs) + (query.isEmpty() ? "" : "-all");
            String url = arcly.url("live/" + name);
            List<String> arguments = new ArrayList<>(List.of("-v", "warning"));
            codecs.forEach(codec -> arguments.addAll(List.of("-re", "-i", source(codec).toString())));
            IntStream.range(0, codecs.size()).forEach(i -> arguments.addAll(List.of("-map", Integer.toString(i))));
            arguments.addAll(List.of("-c", "copy", "-f", "flv", url));
            publisher = ffmpeg.start(arcly.root(), name + "-publisher", arguments.toArray(String[]::new));
            copier = ffmpeg.start(arcly.root(), name + "-copier", "-v", "warning", "-rw_timeout", "30000000", "-i", url + query,
                    "-map", "0", "-c", "copy", "-copyts", "-f", "framecrc", "-");
            decoder = ffmpeg.start(arcly.root(), name + "-decoder", "-v", "warning", "-xerror", "-rw_timeout", "30000000",
                    "-i", url + query, "-map", "0", "-f", "null", "-");
        }

        void check() throws Exception {
            assertThat(publisher.await(PATIENCE_SECONDS)).as(name + " publisher: " + publisher.errors()).isZero();
            assertThat(copier.await(10)).as(name + " copier: " + copier.errors()).isZero();
            assertThat(decoder.await(20)).as(name + " decoder: " + decoder.errors()).isZero();
            Map<String, List<Packet>> received = byCodec(copier.output());
            assertThat(received.keySet()).as(name).containsExactlyInAnyOrderElementsOf(codecs);
            List<Long> offsets = new ArrayList<>();
            for (String codec : codecs) {
                String source = ffmpeg.run(arcly.root(), name + "-" + codec + "-source", 30, "-v", "error", "-i",
                        source(codec).toString(), "-c", "copy", "-copyts", "-f", "framecrc", "-").output();
                offsets.add(isTheEndOf(Packets.read(source), received.get(codec), codec));
            }
            assertThat(offsets).as(name + ": one offset for all tracks")
                    .allSatisfy(offset -> assertThat(Math.abs(offset - offsets.get(0))).isLessThanOrEqualTo(1));
        }

        /** FFmpeg's demuxer gives a packet of no bytes where a configuration comes again. */
        private static Map<String, List<Packet>> byCodec(String framecrc) {
            List<Packet> packets = Packets.read(framecrc).stream().filter(packet -> !packet.content().startsWith("0 ")).toList();
            Map<String, List<Packet>> tracks = new LinkedHashMap<>();
            Matcher codec = CODEC.matcher(framecrc);
            while (codec.find()) {
                tracks.put(codec.group(2), Packets.of(packets, Integer.parseInt(codec.group(1))));
            }
            return tracks;
        }

        /** What came is the end of what was sent, of video from a key frame on; returns by how much its times are moved. */
        private long isTheEndOf(List<Packet> sent, List<Packet> received, String codec) {
            assertThat(received).as(name + ": frames of " + codec).hasSizeBetween(sent.size() / 2, sent.size());
            int from = sent.size() - received.size();
            List<Packet> expected = sent.subList(from, sent.size());
            assertThat(received.stream().map(Packet::content)).as(name + ": contents of " + codec + ", in order")
                    .containsExactlyElementsOf(expected.stream().map(Packet::content).toList());
            if (isVideo(codec)) {
                assertThat(from % GOP).as(name + ": " + codec + " begins at a key frame").isZero();
            }
            long offset = received.get(0).pts() - expected.get(0).pts();
            assertThat(IntStream.range(0, received.size())
                    .filter(i -> Math.abs(received.get(i).pts() - expected.get(i).pts() - offset) > 1).boxed())
                    .as(name + ": frames of " + codec + " whose time is off by more than 1 ms").isEmpty();
            return offset;
        }

        @Override
        public void close() {
            publisher.close();
            copier.close();
            decoder.close();
        }
    }
}
