package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Kernel;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Packets.Packet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One source with two audio tracks, at the kernel: the order, the times and the key frames are those of a file that FFmpeg has
 * made; a frame's payload is the packet's size and checksum.
 */
class TwoAudioTracksIT {
    private static final StreamKey KEY = StreamKey.of("live", "bilingual");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long MILLI = 1_000_000;
    private static final int GOP = 25;
    private static final List<Track> TRACKS = List.of(
            Track.of(0, Codec.H264).size(320, 180).frameRate(25).build(),
            Track.of(1, Codec.AAC).sampleRate(44_100).channels(2).language("en").build(),
            Track.of(2, Codec.AAC).sampleRate(48_000).channels(1).language("fr").build());

    private static List<Packet> packets;

    @BeforeAll
    static void makeSource() throws Exception {
        Path folder = Path.of("target", "two-audio").toAbsolutePath();
        Path file = folder.resolve("two-audio.mkv");
        Ffmpeg ffmpeg = Ffmpeg.unpacked();
        ffmpeg.run(folder, "encode", 60, "-y", "-v", "warning", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25",
                "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100", "-f", "lavfi", "-i",
                "sine=frequency=660:sample_rate=48000",
                "-t", "6", "-map", "0:v", "-map", "1:a", "-map", "2:a", "-pix_fmt", "yuv420p", "-c:v", "libx264",
                "-preset", "ultrafast", "-g", Integer.toString(GOP), "-bf", "0", "-c:a", "aac", file.toString());
        packets = Packets.read(ffmpeg.run(folder, "packets", 30, "-v", "warning", "-i", file.toString(), "-map", "0", "-c",
                "copy",
                "-copyts", "-f", "framecrc", "-").output());
    }

    @Test
    void bothComeOutWholeAndTogether() throws Exception {
        try (Kernel kernel = Kernel.builder().application("live", Map.of()).build()) {
            ClientSession session = kernel.sessions().open(SessionRequest.publisher("itest", KEY).build());
            Publication publication = granted(session.publish(PATIENCE));
            publication.declare(TRACKS, true);

            int half = packets.size() / 2;
            publish(publication, packets.subList(0, half));
            ClientSession viewer = kernel.sessions().open(SessionRequest.viewer("itest", KEY).build());
            LiveStream stream = granted(viewer.play(PATIENCE));
            assertThat(stream.tracks()).isEqualTo(TRACKS);
            StreamReader all = viewer.open(ReadOptions.viewer());
            StreamReader french = stream.open(ReadOptions.service().withTracks(track -> track != 1));
            publish(publication, packets.subList(half, packets.size()));
            publication.close(CloseReason.LEFT);

            List<Frame> received = drain(all);
            check(received, List.of(0, 1, 2));
            List<Frame> withoutEnglish = drain(french);
            check(withoutEnglish, List.of(0, 2));
            assertThat(withoutEnglish).noneMatch(frame -> frame.track().id() == 1);
        }
    }

    /** Each track is the end of what was sent; video begins at a key frame, audio at its time, nothing is missing. */
    private static void check(List<Frame> received, List<Integer> tracks) {
        long videoStart = received.stream().filter(frame -> frame.track().id() == 0).findFirst().orElseThrow().pts();
        for (int track : tracks) {
            List<Packet> sent = Packets.of(packets, track);
            List<Frame> came = received.stream().filter(frame -> frame.track().id() == track).toList();
            List<Packet> expected = sent.subList(sent.size() - came.size(), sent.size());
            assertThat(came.stream().map(TwoAudioTracksIT::describe)).as("track " + track)
                    .containsExactlyElementsOf(expected.stream().map(TwoAudioTracksIT::describe).toList());
            if (track == 0) {
                assertThat(came.get(0).isKey()).isTrue();
                assertThat((sent.size() - came.size()) % GOP).isZero();
            } else {
                assertThat(came.get(0).pts()).as("start of track " + track).isGreaterThanOrEqualTo(videoStart);
                assertThat(came.get(0).pts() - videoStart).as("start of track " + track).isLessThan(25 * MILLI);
            }
        }
    }

    private static void publish(Publication publication, List<Packet> part) {
        List<Packet> before = packets.subList(0, packets.indexOf(part.get(0)));
        int[] video = {Packets.of(before, 0).size()};
        for (Packet packet : part) {
            boolean key = packet.track() != 0 || video[0]++ % GOP == 0;
            Publication.Result result = publication.publish(Frame.of(TRACKS.get(packet.track())).key(key)
                    .dts(packet.dts() * MILLI).pts(packet.pts() * MILLI)
                    .payload(Payload.wrap(packet.content().getBytes(StandardCharsets.US_ASCII))).build());
            assertThat(result).as(packet.toString()).isEqualTo(Publication.Result.ACCEPTED);
        }
    }

    private static List<Frame> drain(StreamReader reader) {
        List<Frame> frames = new ArrayList<>();
        while (!reader.isEnded()) {
            Frame frame = reader.poll();
            if (frame != null) {
                frames.add(frame);
            }
        }
        assertThat(reader.skipped()).isZero();
        return frames;
    }

    private static <T> T granted(Answer<T> answer) throws Exception {
        Until.holds("an answer", PATIENCE.toSeconds(), answer::isDone);
        return answer.get();
    }

    private static String describe(Packet packet) {
        return packet.dts() * MILLI + " " + packet.pts() * MILLI + " " + packet.content();
    }

    private static String describe(Frame frame) {
        return frame.dts() + " " + frame.pts() + " " + new String(frame.payload().toByteArray(), StandardCharsets.US_ASCII);
    }
}
