package arcly.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.Ffmpeg;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.Sources;
import arcly.media.TrackAssembler;
import arcly.media.flac.FlacFrameHeader;
import arcly.media.mp3.Mp3Header;
import arcly.media.mp4.FragmentOptions;
import arcly.media.mp4.Mp4Muxer;
import arcly.media.opus.OpusPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that FFmpeg does not write, and what each codec tells of its frames. */
class FramesTest {
    private static final String SEQUENCE = "0a0b0200000519bfdf00be0010";
    private static final String MP3 = "fffb50c4" + "00".repeat(205); // 64 kbit/s at 44.1 kHz: 208 bytes, and one of padding
    private static final String AC3 = "0b77480d0c402f84";

    private final List<Frame> frames = new ArrayList<>();

    private TrackAssembler feed(Codec codec, String... inputs) {
        TrackAssembler assembler = TrackAssemblers.of(Track.of(0, codec).build()).orElseThrow();
        feed(assembler, inputs);
        return assembler;
    }

    private void feed(TrackAssembler assembler, String... inputs) {
        for (String input : inputs) {
            byte[] data = Golden.hex("ee" + input + "ee");
            assembler.frames(data, 1, data.length - 2, 1_000, 2_000, frames::add);
        }
    }

    private List<String> seen() {
        return frames.stream().map(frame -> (frame.isKey() ? "key " : "") + Golden.hex(frame.payload())).toList();
    }

    @Test
    void av1LosesDelimitersAndPadding() {
        feed(Codec.AV1, "1200" + SEQUENCE + "320110" + "7a0199", "1200" + "320130");
        assertThat(seen()).containsExactly("key " + SEQUENCE + "320110", "320130");
        assertThat(frames.get(0).pts()).isEqualTo(2_000);
        assertThat(frames.get(0).track()).isSameAs(frames.get(1).track());
    }

    @Test
    void av1GetsTheSizesThatAreMissing() {
        feed(Codec.AV1, SEQUENCE + "3010", SEQUENCE + "7a0133" + "344010aa");
        assertThat(seen()).containsExactly("key " + SEQUENCE + "320110", "key " + SEQUENCE + "36400210aa");
        assertThat(frames.get(1).temporalLayer()).isEqualTo(2);
    }

    @Test
    void av1WithoutASequenceHeaderOrAPictureIsNothing() {
        TrackAssembler assembler = feed(Codec.AV1, "320110", "1200", SEQUENCE);
        assertThat(frames).isEmpty();
        assertThat(assembler.track()).hasToString("track 0 av1 128x96");
        feed(assembler, "320130", "320190");
        assertThat(seen()).as("an inter frame; one that is shown again").containsExactly("320130", "320190");
    }

    @Test
    void av1KeepsNoPaddingInMemory() {
        byte[] data = Golden.hex(SEQUENCE + "320110" + "7a20" + "99".repeat(32));
        TrackAssemblers.of(Track.of(0, Codec.AV1).build()).orElseThrow().frames(data, 0, data.length, 0, 0, frames::add);
        data[SEQUENCE.length() / 2] = 0; // only to see that it is another array
        assertThat(seen()).containsExactly("key " + SEQUENCE + "320110");
    }

    @Test
    void av1SequenceHeadersAreLimited() {
        String longest = "0a8004" + SEQUENCE.substring(4) + "00".repeat(512 - 11);
        TrackAssembler assembler = feed(Codec.AV1, longest);
        assertThat(assembler.track().configuration().size()).isEqualTo(4 + 3 + 512);
        assertThatThrownBy(() -> feed(assembler, "0a8104" + longest.substring(6) + "00")).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("513 bytes").hasMessageContaining("up to 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b200", "3205", "32ff", "32ffffffffffffffffff00", "36"})
    void refusesBrokenAv1(String hex) {
        assertThatThrownBy(() -> feed(Codec.AV1, hex)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void vp9TellsItsSizeInKeyFrames() {
        TrackAssembler assembler = feed(Codec.VP9, "86004092f1", "824983420007f005f60638", "86004092f1");
        assertThat(seen()).containsExactly("key 824983420007f005f60638", "86004092f1");
        assertThat(assembler.track()).hasToString("track 0 vp9 128x96");
        feed(assembler, "82498342400ff005f60638");
        assertThat(frames.get(2).track()).isNotEqualTo(frames.get(1).track()).hasToString("track 0 vp9 256x96");
        assertThatThrownBy(() -> feed(assembler, "00")).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> feed(assembler, "824983430007f005f6")).hasMessageContaining("frame_sync_code");
    }

    @Test
    void vp8TellsItsSizeInKeyFrames() {
        TrackAssembler assembler = feed(Codec.VP8, "310000", "3042009d012a80006000aa", "310000");
        assertThat(seen()).containsExactly("key 3042009d012a80006000aa", "310000");
        assertThat(assembler.track()).hasToString("track 0 vp8 128x96");
        assertThatThrownBy(() -> feed(assembler, "3042009d012b80006000")).hasMessageContaining("start code");
        assertThatThrownBy(() -> feed(assembler, "3042")).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void ffmpegDecodesOurVp8(@TempDir Path folder) throws Exception {
        Path ivf = folder.resolve("vp8.ivf");
        Ffmpeg.run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25", "-t", "1", "-c:v", "libvpx",
                "-g", "12", "-auto-alt-ref", "0", ivf.toString());
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(ivf)).order(ByteOrder.LITTLE_ENDIAN).position(32);
        TrackAssembler assembler = TrackAssemblers.of(Track.of(0, Codec.VP8).build()).orElseThrow();
        while (in.hasRemaining()) {
            byte[] frame = new byte[in.getInt()];
            long time = in.getLong() * 40_000_000;
            in.get(frame);
            assembler.frames(frame, 0, frame.length, time, time, frames::add);
        }
        Mp4Muxer muxer = Mp4Muxer.of(List.of(assembler.track())).build();
        List<ByteBuffer> movie = new ArrayList<>(muxer.initSegment());
        movie.addAll(muxer.fragment(frames, FragmentOptions.DEFAULT));
        Path mp4 = Sources.write(folder.resolve("vp8.mp4"), movie);
        assertThat(Ffmpeg.decode(mp4)).isEmpty();
        assertThat(Ffmpeg.packets(mp4)).hasSize(25).isEqualTo(frames.stream().map(frame -> new Ffmpeg.Packet(0,
                frame.pts() * 9 / 100_000, frame.dts() * 9 / 100_000, frame.payload().size(), frame.isKey(),
                Sources.md5(frame.payload().view()))).toList());
    }

    @Test
    void reducedRateOfEac3IsKnownToASuccessor() {
        Track track = feed(Codec.EAC3, "0b770003d4800000").track();
        assertThat(track).hasToString("track 0 " + Codec.EAC3 + " 22050 Hz, 2 channels");
        TrackAssembler successor = TrackAssemblers.of(track).orElseThrow();
        assertThat(successor.describe(Track.of(0, Codec.EAC3).build())).isFalse();
        assertThat(successor.track()).isSameAs(track);
    }

    @ParameterizedTest
    @CsvSource({"00, 480", "08, 960", "18, 2880", "1901, 5760", "60, 480", "68, 960", "80, 120", "98, 960", "fb06, 5760",
        "e306, 720"})
    void opusTellsItsDuration(String hex, int samples) {
        byte[] packet = Golden.hex(hex);
        assertThat(OpusPacket.samples(packet, 0, packet.length)).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "0300", "1b04"})
    void refusesBrokenOpus(String hex) {
        byte[] packet = Golden.hex(hex);
        assertThatThrownBy(() -> OpusPacket.samples(packet, 0, packet.length)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void opusWithoutAConfigurationIsStereo() {
        assertThat(feed(Codec.OPUS, "", "78aa").track().channels()).isEqualTo(2);
        assertThat(seen()).containsExactly("key 78aa");
        assertThat(frames.get(0).duration()).isEqualTo(20_000_000);
    }

    @Test
    void severalMp3FramesComeOutOneByOne() {
        String padded = MP3.replace("fffb50c4", "fffb52c4");
        TrackAssembler assembler = feed(Codec.MP3, MP3.substring(0, 208 * 2) + padded);
        assertThat(seen()).containsExactly("key " + MP3.substring(0, 208 * 2), "key " + padded);
        assertThat(assembler.track()).hasToString("track 0 mp3 44100 Hz, 1 channels");
        assertThat(frames.get(1).dts() - frames.get(0).dts()).isEqualTo(frames.get(0).duration()).isEqualTo(26_122_449);
        assertThatThrownBy(() -> feed(assembler, MP3.substring(0, 100))).hasMessageContaining("what is left");
        assertThatThrownBy(() -> feed(assembler, "fffa")).isInstanceOf(MediaFormatException.class);
        assertThat(frames).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"fffb90c4, 44100, 1, 1152, 417", "fffbe400, 48000, 2, 1152, 960", "fff388c4, 16000, 1, 576, 288",
        "ffe348c4, 8000, 1, 576, 288", "fffb00c4, 44100, 1, 1152, 0"})
    void mp3HeadersAreThoseOfTheTables(String hex, int rate, int channels, int samples, int length) {
        Mp3Header header = Mp3Header.read(Golden.hex(hex), 0, 4);
        assertThat(List.of(header.sampleRate(), header.channels(), header.samples(), header.frameLength()))
                .containsExactly(rate, channels, samples, length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fffbf0c4", "fffb9cc4", "ffeb90c4", "fff990c4", "fefb90c4", "fffd90c4"})
    void refusesOtherMp3Headers(String hex) {
        assertThatThrownBy(() -> Mp3Header.read(Golden.hex(hex), 0, 4)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void severalAc3FramesComeOutOneByOne() {
        String frame = AC3 + "00".repeat(384 - AC3.length() / 2);
        TrackAssembler assembler = feed(Codec.AC3, frame + frame);
        assertThat(seen()).containsExactly("key " + frame, "key " + frame);
        assertThat(assembler.track()).hasToString("track 0 ac3 48000 Hz, 1 channels");
        assertThat(frames.get(1).dts() - frames.get(0).dts()).isEqualTo(32_000_000);
        assertThatThrownBy(() -> feed(assembler, frame + AC3)).hasMessageContaining("what is left");
        assertThatThrownBy(() -> feed(Codec.EAC3, frame)).hasMessageContaining("bsid");
        assertThatThrownBy(() -> feed(assembler, "0b76480d0c402f84")).hasMessageContaining("syncword");
    }

    @Test
    void substreamsOfEnhancedAc3StayTogether() {
        String first = "0b770003" + "3f86" + "0000"; // substream 0, 8 bytes, 48 kHz, six blocks, 3/2 and LFE, bsid 16
        String second = "0b774003" + "3480" + "0400"; // a dependent one
        TrackAssembler assembler = feed(Codec.EAC3, first + second + first);
        assertThat(seen()).containsExactly("key " + first + second, "key " + first);
        assertThat(assembler.track().codec()).isEqualTo(Codec.EAC3);
        assertThatThrownBy(() -> feed(Codec.EAC3, second)).hasMessageContaining("dependent");
    }

    @ParameterizedTest
    @CsvSource({"fff8180000, 192", "fff9180000, 192", "fff82800c380, 576", "fff8580000, 4608", "fff868000007, 8",
        "fff878000000ff, 256",
        "fff8c80000, 4096", "fff8f800c380aa, 32768"})
    void flacTellsItsBlockSize(String hex, int samples) {
        byte[] frame = Golden.hex(hex + "0000");
        assertThat(FlacFrameHeader.samples(frame, 0, frame.length)).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fff8", "fff0180000", "fff8080000", "fff8180080", "fff81800ff", "fff8780000"})
    void refusesBrokenFlac(String hex) {
        byte[] frame = Golden.hex(hex);
        assertThatThrownBy(() -> FlacFrameHeader.samples(frame, 0, frame.length)).isInstanceOf(MediaFormatException.class);
    }
}
