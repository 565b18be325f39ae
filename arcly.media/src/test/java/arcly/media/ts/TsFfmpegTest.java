package arcly.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.Ffmpeg;
import arcly.media.Sources;
import arcly.media.aac.AdtsHeader;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.h264.AnnexB;
import arcly.media.h264.AvcConfiguration;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg 8 makes of our transport streams. */
class TsFfmpegTest {
    private static final long OFFSET = 10_000_000_000L;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} B-frames")
    @ValueSource(ints = {0, 2})
    void everyFrameComesOutWithItsTimes(int reordered) throws Exception {
        List<Frame> frames = Sources.withSecondAudio(Sources.made(reordered));
        List<Track> tracks = Sources.tracks(frames);
        TsMuxer muxer = TsMuxer.of(tracks).build();
        List<ByteBuffer> stream = new ArrayList<>();
        for (List<Frame> segment : Sources.segments(frames)) {
            stream.addAll(muxer.segment(segment));
        }
        assertThat(stream).hasSize(4);
        Path file = Sources.write(folder.resolve("all.ts"), stream);

        List<Ffmpeg.Packet> packets = Ffmpeg.packets(file);
        for (int i = 0; i < tracks.size(); i++) {
            int index = i;
            assertThat(packets.stream().filter(packet -> packet.stream() == index)).as(tracks.get(i).toString())
                    .containsExactlyElementsOf(expected(Sources.ofTrack(frames, tracks.get(i).id()), index));
        }
        assertThat(Ffmpeg.decode(file)).isEmpty();
    }

    private static List<Ffmpeg.Packet> expected(List<Frame> frames, int stream) {
        return frames.stream().map(frame -> {
            ByteBuf data = Unpooled.buffer();
            if (frame.track().id() == Sources.VIDEO) {
                AnnexB.writeDelimiter(data);
                if (frame.isKey()) {
                    AnnexB.writeParameterSets(AvcConfiguration.read(frame.track().configuration()), data);
                }
                AnnexB.write(frame.payload(), data);
            } else {
                AdtsHeader.write(AudioSpecificConfig.read(frame.track().configuration()), frame.payload().size(), data);
                data.writeBytes(frame.payload().view());
            }
            return new Ffmpeg.Packet(stream, Timebase.NINETY_KHZ.fromNanos(frame.pts() + OFFSET),
                    Timebase.NINETY_KHZ.fromNanos(frame.dts() + OFFSET), data.readableBytes(), frame.isKey(),
                    Sources.md5(data.nioBuffer()));
        }).toList();
    }

    @Test
    void languagesAreTold() throws Exception {
        List<Frame> frames = Sources.withSecondAudio(Sources.golden());
        Path file = Sources.write(folder.resolve("languages.ts"), TsMuxer.of(Sources.tracks(frames)).build().segment(frames));
        String streams = Ffmpeg.run("ffprobe", "-v", "warning", "-show_entries", "stream=id,codec_name:stream_tags=language",
                "-of", "csv=p=0", file.toString()).out();
        assertThat(streams.lines().distinct().filter(line -> !line.isBlank()))
                .contains("h264,0x100", "aac,0x101,eng", "aac,0x102,deu");
    }

    @Test
    void everySegmentPlaysByItself() throws Exception {
        List<Frame> frames = Sources.made(2);
        TsMuxer muxer = TsMuxer.of(Sources.tracks(frames)).build();
        int number = 0;
        for (List<Frame> segment : Sources.segments(frames)) {
            Path file = Sources.write(folder.resolve(number++ + ".ts"), muxer.segment(segment));
            assertThat(Ffmpeg.decode(file)).isEmpty();
            assertThat(Ffmpeg.packets(file)).hasSameSizeAs(segment);
        }
    }

    @Test
    void soundAloneCarriesTheClock() throws Exception {
        List<Frame> audio = Sources.ofTrack(Sources.made(0), Sources.AUDIO);
        Path file = Sources.write(folder.resolve("audio.ts"), TsMuxer.of(Sources.tracks(audio)).build().segment(audio));
        assertThat(Ffmpeg.packets(file)).containsExactlyElementsOf(expected(audio, 0));
        assertThat(Ffmpeg.decode(file)).isEmpty();
    }

    @Test
    void timesThatStartOverAreUndone() throws Exception {
        List<Frame> frames = Sources.made(2);
        long twoSecondsBefore = Timebase.NINETY_KHZ.toNanos(1L << 33) - 2_000_000_000L;
        Path file = Sources.write(folder.resolve("wrap.ts"),
                TsMuxer.of(Sources.tracks(frames)).offset(twoSecondsBefore).build().segment(frames));
        List<Ffmpeg.Packet> video = Ffmpeg.packets(file).stream().filter(packet -> packet.stream() == 0).toList();
        List<Frame> ours = Sources.ofTrack(frames, Sources.VIDEO);
        assertThat(video).hasSameSizeAs(ours);
        long offset = video.get(0).dts() - Timebase.NINETY_KHZ.fromNanos(ours.get(0).dts());
        for (int i = 0; i < video.size(); i++) {
            assertThat(video.get(i).dts() - offset).isEqualTo(Timebase.NINETY_KHZ.fromNanos(ours.get(i).dts()));
            assertThat(video.get(i).pts() - offset).isEqualTo(Timebase.NINETY_KHZ.fromNanos(ours.get(i).pts()));
        }
    }
}
