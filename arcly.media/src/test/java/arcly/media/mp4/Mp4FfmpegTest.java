package arcly.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.Ffmpeg;
import arcly.media.Sources;
import arcly.media.time.Timebase;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg 8 makes of our MP4. */
class Mp4FfmpegTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} B-frames")
    @ValueSource(ints = {0, 2})
    void everyFrameComesOutWithItsTimes(int reordered) throws Exception {
        List<Frame> frames = Sources.withSecondAudio(Sources.made(reordered));
        check(frames, "all.mp4");
    }

    @ParameterizedTest
    @ValueSource(ints = {Sources.VIDEO, Sources.AUDIO})
    void oneTrackAloneToo(int track) throws Exception {
        check(Sources.ofTrack(Sources.made(2), track), "cmaf.mp4");
    }

    private void check(List<Frame> frames, String name) throws Exception {
        List<Track> tracks = Sources.tracks(frames);
        Path file = Sources.write(folder.resolve(name), movie(frames, Sources.segments(frames)));
        List<Ffmpeg.Packet> packets = Ffmpeg.packets(file);
        for (int i = 0; i < tracks.size(); i++) {
            int index = i;
            assertThat(packets.stream().filter(packet -> packet.stream() == index)).as(tracks.get(i).toString())
                    .containsExactlyElementsOf(expected(Sources.ofTrack(frames, tracks.get(i).id()), index));
        }
        assertThat(Ffmpeg.decode(file)).isEmpty();
    }

    /** The init segment, and a fragment for each segment. */
    private static List<ByteBuffer> movie(List<Frame> frames, List<List<Frame>> segments) {
        Mp4Muxer muxer = Mp4Muxer.of(Sources.tracks(frames)).build();
        List<ByteBuffer> movie = new ArrayList<>(muxer.initSegment());
        for (int i = 0; i < segments.size(); i++) {
            FragmentOptions.Builder options = FragmentOptions.builder().index(true).producerTime(true);
            List<Frame> rest = segments.subList(i + 1, segments.size()).stream().flatMap(List::stream).toList();
            for (Track track : Sources.tracks(frames)) {
                Sources.ofTrack(rest, track.id()).stream().findFirst().ifPresent(next -> options.end(track.id(), next.dts()));
            }
            movie.addAll(muxer.fragment(segments.get(i), options.build()));
        }
        return movie;
    }

    private static List<Ffmpeg.Packet> expected(List<Frame> frames, int stream) {
        boolean video = frames.get(0).track().id() == Sources.VIDEO;
        Timebase timebase = video ? Timebase.NINETY_KHZ : Timebase.of(frames.get(0).track().sampleRate());
        return frames.stream().map(frame -> new Ffmpeg.Packet(stream, timebase.fromNanos(frame.pts()),
                timebase.fromNanos(frame.dts()), frame.payload().size(), frame.isKey(), Sources.md5(frame.payload().view())))
                .toList();
    }

    @Test
    void partsOfAFewFramesAreOneMovieToo() throws Exception {
        List<Frame> frames = Sources.made(2);
        List<List<Frame>> parts = new ArrayList<>();
        for (int i = 0; i < frames.size(); i += 7) {
            parts.add(frames.subList(i, Math.min(i + 7, frames.size())));
        }
        Path file = Sources.write(folder.resolve("parts.mp4"), movie(frames, parts));
        List<Ffmpeg.Packet> packets = Ffmpeg.packets(file);
        assertThat(packets.stream().filter(packet -> packet.stream() == 0))
                .containsExactlyElementsOf(expected(Sources.ofTrack(frames, Sources.VIDEO), 0));
        assertThat(packets.stream().filter(packet -> packet.stream() == 1))
                .containsExactlyElementsOf(expected(Sources.ofTrack(frames, Sources.AUDIO), 1));
    }

    @Test
    void streamsAreDescribed() throws Exception {
        List<Frame> frames = Sources.withSecondAudio(Sources.made(2));
        Path file = Sources.write(folder.resolve("described.mp4"), movie(frames, List.of(frames)));
        String streams = Ffmpeg.run("ffprobe", "-v", "warning", "-show_entries",
                "stream=codec_name,width,height,color_space,color_primaries,color_transfer,sample_rate,channels"
                        + ":stream_tags=language", "-of", "compact=p=0", file.toString()).out();
        assertThat(streams.lines().filter(line -> !line.isBlank()).toList()).containsExactly(
                "codec_name=h264|width=320|height=180|color_space=bt709|color_transfer=bt709|color_primaries=bt709"
                        + "|tag:language=und",
                "codec_name=aac|sample_rate=44100|channels=2|tag:language=eng",
                "codec_name=aac|sample_rate=44100|channels=2|tag:language=deu");
    }
}
