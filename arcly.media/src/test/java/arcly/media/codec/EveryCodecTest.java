package arcly.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Ffmpeg;
import arcly.media.Sources;
import arcly.media.mp4.CodecString;
import arcly.media.mp4.FragmentOptions;
import arcly.media.mp4.Mp4Muxer;
import arcly.media.ts.TsMuxer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FFmpeg 8 writes FLV of each codec; from our frames it decodes the same pictures and sound, in FLV and in fragmented MP4. */
class EveryCodecTest {
    private static final String PICTURES = "testsrc2=size=128x96:rate=25";
    private static final String TONE = "sine=frequency=440:sample_rate=";

    @TempDir
    private Path folder;

    static Stream<Arguments> codecs() {
        return Stream.of(
                arguments("H.264", "-c:v libx264 -bf 2 -g 12", 0, "track 0 h264 128x96", "avc1.64000a"),
                arguments("HEVC", "-c:v libx265 -x265-params log-level=none:keyint=12:bframes=2", 0, "track 0 hevc 128x96",
                        "hvc1.1.6.L30.90"),
                arguments("HEVC of 10 bits", "-pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=none:keyint=12:hdr10=1:"
                        + "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc", 0,
                        "track 0 hevc 128x96", "hvc1.2.4.L30.90"),
                arguments("AV1", "-c:v libaom-av1 -cpu-used 8 -usage realtime -g 12", 0, "track 0 av1 128x96", "av01.0.00M.08"),
                arguments("AV1 of SVT", "-c:v libsvtav1 -preset 12 -g 12", 0, "track 0 av1 128x96", "av01.0.00M.08"),
                arguments("VP9", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 12", 0, "track 0 vp9 128x96",
                        "vp09.00.10.08"),
                arguments("AAC", "-c:a aac", 44_100, "track 10 aac 44100 Hz, 1 channels", "mp4a.40.2"),
                arguments("AAC in stereo", "-c:a aac -ac 2", 48_000, "track 10 aac 48000 Hz, 2 channels", "mp4a.40.2"),
                arguments("Opus", "-c:a libopus -ac 2", 48_000, "track 10 opus 48000 Hz, 2 channels", "Opus"),
                arguments("Opus of six", "-af aformat=channel_layouts=5.1 -c:a libopus -mapping_family 1", 48_000,
                        "track 10 opus 48000 Hz, 6 channels", "Opus"),
                arguments("MP3", "-c:a libmp3lame", 44_100, "track 10 mp3 44100 Hz, 1 channels", "mp4a.6B"),
                arguments("MP3 of MPEG-2", "-c:a libmp3lame -ac 2", 22_050, "track 10 mp3 22050 Hz, 2 channels", "mp4a.69"),
                arguments("AC-3", "-c:a ac3 -ac 6", 48_000, "track 10 ac3 48000 Hz, 6 channels", "ac-3"),
                arguments("AC-3 at 44.1", "-c:a ac3 -ac 2", 44_100, "track 10 ac3 44100 Hz, 2 channels", "ac-3"),
                arguments("E-AC-3", "-c:a eac3 -ac 2", 48_000, "track 10 eac3 48000 Hz, 2 channels", "ec-3"),
                arguments("FLAC", "-c:a flac -ac 2", 48_000, "track 10 flac 48000 Hz, 2 channels", "fLaC"),
                arguments("FLAC of 24 bits", "-c:a flac -sample_fmt s32", 44_100, "track 10 flac 44100 Hz, 1 channels", "fLaC"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void sameFromOurFrames(String name, String options, int sampleRate, String track, String codecs) throws Exception {
        Path source = make(options, sampleRate);
        List<Frame> frames = FlvFile.read(Files.readAllBytes(source));
        Track last = frames.get(frames.size() - 1).track();
        assertThat(last).hasToString(track);
        assertThat(CodecString.of(last)).hasValue(codecs);
        assertThat(frames.get(0).isKey()).isTrue();

        Path flv = folder.resolve("again.flv");
        Files.write(flv, FlvFile.write(frames));
        assertThat(decoded(flv)).as("FLV").isEqualTo(decoded(source));
        assertThat(canonical(FlvFile.read(Files.readAllBytes(flv)))).as("frames after FLV").isEqualTo(canonical(frames));

        Path mp4 = Sources.write(folder.resolve("again.mp4"), movie(frames));
        assertThat(decoded(mp4)).as("MP4").isEqualTo(decoded(source));
        assertThat(Ffmpeg.packets(mp4).stream().map(packet -> packet.hash() + packet.key()).toList())
                .isEqualTo(frames.stream().map(frame -> Sources.md5(frame.payload().view()) + frame.isKey()).toList());
    }

    static Stream<Arguments> codecsOfTransportStreams() {
        return codecs().filter(arguments -> !arguments.get()[0].toString().matches("AV1.*|VP9|Opus.*|FLAC.*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecsOfTransportStreams")
    void sameFromATransportStream(String name, String options, int sampleRate, String track, String codecs) throws Exception {
        Path source = make(options, sampleRate);
        List<Frame> frames = FlvFile.read(Files.readAllBytes(source));
        TsMuxer muxer = TsMuxer.of(List.of(frames.get(0).track())).build();
        assertThat(TsMuxer.supports(frames.get(0).track())).isTrue();
        Path ts = Sources.write(folder.resolve("again.ts"), muxer.segment(frames));
        assertThat(decoded(ts)).isEqualTo(decoded(source));
        assertThat(Ffmpeg.packets(ts).stream().map(Ffmpeg.Packet::key).toList())
                .isEqualTo(frames.stream().map(Frame::isKey).toList());
    }

    private Path make(String options, int sampleRate) throws Exception {
        Path file = folder.resolve("source.flv");
        List<String> arguments = new ArrayList<>(List.of("-y", "-v", "error", "-f", "lavfi", "-i",
                sampleRate == 0 ? PICTURES : TONE + sampleRate, "-t", "1"));
        if (sampleRate == 0 && !options.contains("-pix_fmt")) {
            arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        }
        arguments.addAll(List.of(options.split(" ")));
        arguments.add(file.toString());
        Ffmpeg.run("ffmpeg", arguments.toArray(String[]::new));
        return file;
    }

    /** A hash of each decoded picture, or piece of sound. */
    private static List<String> decoded(Path file) throws Exception {
        Ffmpeg.Output output = Ffmpeg.run("ffmpeg", "-v", "warning", "-xerror", "-flags2", "skip_manual", "-i", file.toString(),
                "-f", "framehash", "-hash", "md5", "-");
        assertThat(output.errors()).as("what FFmpeg says of " + file.getFileName()).isEmpty();
        List<String> hashes = output.out().lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1)).toList();
        assertThat(hashes).hasSizeGreaterThan(5);
        return hashes;
    }

    private static List<Payload> canonical(List<Frame> frames) {
        return frames.stream().map(Frame::payload).toList();
    }

    private static List<ByteBuffer> movie(List<Frame> frames) {
        Track track = frames.get(frames.size() - 1).track();
        assertThat(frames).allMatch(frame -> frame.track().equals(track));
        Mp4Muxer muxer = Mp4Muxer.of(List.of(track)).build();
        List<ByteBuffer> movie = new ArrayList<>(muxer.initSegment());
        movie.addAll(muxer.fragment(frames, FragmentOptions.builder().build()));
        return movie;
    }
}
