package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Packets.Packet;
import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FFmpeg 8 publishes half a minute over RTMP and reads it back: nothing is missing, nothing moves, everything decodes. */
class FfmpegIT {
    private static final int SECONDS = 30;
    private static final long PATIENCE_SECONDS = SECONDS + 30;
    /** Between two key frames, so that a reader who comes now begins in the past. */
    private static final long LATE_MILLIS = 9_000;
    private static final int VIDEO = 0;
    private static final int AUDIO = 1;
    private static final int KEYFRAME_FRAMES = 50;

    /** Warnings of the decoding reader that are nobody's fault, each with its cause. */
    private static final List<Pattern> HARMLESS = List.of();

    private static Distribution arcly;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = Ffmpeg.unpacked();
        arcly = Distribution.start("dist-ffmpeg");
    }

    @AfterAll
    static void stop() {
        if (arcly != null) {
            arcly.close();
        }
    }

    @Test
    void everyFrameOfTwoSourcesComesBack() throws Exception {
        try (RoundTrip reordered = new RoundTrip("bframes", 2); RoundTrip plain = new RoundTrip("plain", 0)) {
            Until.passes(LATE_MILLIS);
            try (Tool late = reordered.decode("late")) {
                reordered.check();
                plain.check();
                reordered.ended(late);
            }
        }
        assertThat(arcly.home().logLines("LEAK")).as("buffers that were not released").isEmpty();
    }

    /** One source, published in real time; one reader that copies and one that decodes. */
    private static final class RoundTrip implements AutoCloseable {
        private final String name;
        private final Path source;
        private final Tool publisher;
        private final Tool copier;
        private final Tool decoder;

        RoundTrip(String name, int reordered) throws Exception {
            this.name = name;
            source = ffmpeg.source(SECONDS, reordered);
            String url = arcly.url("live/" + name);
            publisher = ffmpeg.start(arcly.root(), name + "-publisher", "-v", "info", "-re", "-i", source.toString(),
                    "-map", "0", "-c", "copy", "-f", "flv", url);
            copier = ffmpeg.start(arcly.root(), name + "-copier", "-v", "warning", "-rw_timeout", "20000000", "-i", url,
                    "-map", "0:v", "-map", "0:a", "-c", "copy", "-copyts", "-f", "framecrc", "-");
            decoder = decode("decoder");
        }

        /** A reader that decodes, and ends at the first error. */
        Tool decode(String who) throws IOException {
            return ffmpeg.start(arcly.root(), name + "-" + who, "-v", "warning", "-xerror", "-rw_timeout", "20000000",
                    "-i", arcly.url("live/" + name), "-map", "0:v", "-map", "0:a", "-f", "null", "-");
        }

        /** It came to its end without a word, harmless ones apart. */
        void ended(Tool reader) throws Exception {
            assertThat(reader.await(10)).as(name + ", decoding: " + reader.errors()).isZero();
            assertThat(reader.errors().lines().filter(line -> HARMLESS.stream().noneMatch(each -> each.matcher(line).find())))
                    .as(name + ", warnings while decoding").isEmpty();
        }

        void check() throws Exception {
            assertThat(publisher.await(PATIENCE_SECONDS)).as(name + " publisher: " + publisher.errors()).isZero();
            assertThat(copier.await(10)).as(name + " copier: " + copier.errors()).isZero();
            ended(decoder);

            Tool read = ffmpeg.run(arcly.root(), name + "-source", 30, "-v", "warning", "-i", source.toString(), "-map", "0:v",
                    "-map", "0:a", "-c", "copy", "-copyts", "-f", "framecrc", "-");
            List<Packet> sent = Packets.read(read.output());
            List<Packet> received = Packets.read(copier.output());
            long offset = everyFrameIsThere(Packets.of(sent, VIDEO), Packets.of(received, VIDEO), true);
            long audioOffset = everyFrameIsThere(Packets.of(sent, AUDIO), Packets.of(received, AUDIO), false);
            System.out.println(name + ": " + Packets.of(received, VIDEO).size() + " video and "
                    + Packets.of(received, AUDIO).size()
                    + " audio frames, video moved by " + offset + " ms, audio by " + audioOffset + " ms");
            assertThat(Math.abs(audioOffset - offset)).as(name + ": one offset for both tracks").isLessThanOrEqualTo(1);
        }

        /** What came is the end of what was sent, from a key frame on; returns by how much its times are moved. */
        private long everyFrameIsThere(List<Packet> sent, List<Packet> received, boolean video) {
            assertThat(received).as(name + ": frames of one track").hasSizeGreaterThan(sent.size() * 3 / 4);
            int from = sent.size() - received.size();
            assertThat(from).as(name + ": more frames came than were sent").isNotNegative();
            List<Packet> expected = sent.subList(from, sent.size());
            assertThat(received.stream().map(Packet::content)).as(name + ": contents, in order")
                    .containsExactlyElementsOf(expected.stream().map(Packet::content).toList());
            if (video) {
                assertThat(from % KEYFRAME_FRAMES).as(name + ": the first frame is a key frame").isZero();
            }
            long offset = received.get(0).dts() - expected.get(0).dts();
            assertThat(IntStream.range(0, received.size()).filter(i ->
                    Math.abs(received.get(i).dts() - expected.get(i).dts() - offset) > 1
                            || Math.abs(received.get(i).pts() - expected.get(i).pts() - offset) > 1).boxed())
                    .as(name + ": frames whose time is off by more than 1 ms").isEmpty();
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
