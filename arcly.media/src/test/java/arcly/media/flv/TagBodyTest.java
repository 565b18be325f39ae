package arcly.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of E-RTMP and FLV, both ways. Those marked FFmpeg are the first bytes of what FFmpeg 8.1 writes. */
class TagBodyTest {
    private static final String VIDEO = "video";
    private static final String AUDIO = "audio";

    /** Name, kind, body, what is in it with each payload, how the same is written; null if only read. */
    static Stream<Arguments> onTheWire() {
        return Stream.of(
                arguments("hvcC, FFmpeg", VIDEO, "906876633101016000", "video 0 hvc1 SEQUENCE_START key of 4 bytes 01016000",
                        prefix(Codec.HEVC, 0, TagForm::writeSequenceStart)),
                arguments("HEVC key frame, FFmpeg", VIDEO, "9168766331000050000000084428",
                        "video 0 hvc1 FRAME key +80 ms of 6 bytes 000000084428", frame(Codec.HEVC, 0, true, 80, 0)),
                arguments("HEVC before its time", VIDEO, "a168766331ffffd80001", "video 0 hvc1 FRAME +-40 ms of 2 bytes 0001",
                        frame(Codec.HEVC, 0, false, -40, 0)),
                arguments("HEVC without composition, FFmpeg", VIDEO, "a36876633100000103",
                        "video 0 hvc1 FRAME of 4 bytes 00000103",
                        frame(Codec.HEVC, 0, false, 0, 0)),
                arguments("VVC", VIDEO, "9176766331000028aa", "video 0 vvc1 FRAME key +40 ms of 1 bytes aa",
                        frame(Codec.VVC, 0, true, 40, 0)),
                arguments("AV1, FFmpeg", VIDEO, "a1617630311200", "video 0 av01 FRAME of 2 bytes 1200",
                        frame(Codec.AV1, 0, false, 0, 0)),
                arguments("AV1 from a transport stream", VIDEO, "956176303180048100",
                        "video 0 av01 TS_SEQUENCE_START key of 4 bytes 80048100", null),
                arguments("VP9, FFmpeg", VIDEO, "91767030398249", "video 0 vp09 FRAME key of 2 bytes 8249",
                        frame(Codec.VP9, 0, true, 0, 0)),
                arguments("VP8", VIDEO, "9076703038000a", "video 0 vp08 SEQUENCE_START key of 2 bytes 000a",
                        prefix(Codec.VP8, 0, TagForm::writeSequenceStart)),
                arguments("H.264 in E-RTMP", VIDEO, "93617663310000", "video 0 avc1 FRAME key of 2 bytes 0000",
                        enhanced((form, out) -> form.writeFrame(true, 0, 0, out))),
                arguments("end", VIDEO, "9268766331", "video 0 hvc1 SEQUENCE_END key of 0 bytes ",
                        prefix(Codec.HEVC, 0, TagForm::writeSequenceEnd)),
                arguments("colours, FFmpeg", VIDEO, "d468766331020009", "video 0 hvc1 METADATA of 3 bytes 020009",
                        prefix(Codec.HEVC, 0, TagForm::writeMetadata)),
                arguments("nanoseconds", VIDEO, "a7020f423f0361766331aa",
                        "video 0 avc1 FRAME +999999 ns of 1 bytes aa",
                        enhanced((form, out) -> form.writeFrame(false, 0, 999_999, out))),
                arguments("unknown ModEx", VIDEO, "a701aabb5161763031aa", "video 0 av01 FRAME of 1 bytes aa",
                        null),
                arguments("second track", VIDEO, "96016876633103000028aa", "video 3 hvc1 FRAME key +40 ms of 1 bytes aa",
                        frame(Codec.HEVC, 3, true, 40, 0)),
                arguments("second track, nanoseconds", VIDEO, "9702000001060176703039ffaa",
                        "video 255 vp09 FRAME key +1 ns of 1 bytes aa",
                        frame(Codec.VP9, 255, true, 0, 1)),
                arguments("command", VIDEO, "d000", "video 0 none COMMAND of 1 bytes 00", null),
                arguments("unknown codec", VIDEO, "9178787878aa", "video 0 xxxx FRAME key of 1 bytes aa", null),
                arguments("unknown type", VIDEO, "9c68766331aa", "video 0 hvc1 OTHER key of 1 bytes aa", null),
                arguments("avcC", VIDEO, "170000000001", "video 0 AVC SEQUENCE_START key of 1 bytes 01",
                        prefix(Codec.H264, 0, TagForm::writeSequenceStart)),
                arguments("AVC", VIDEO, "2701ffffd8aa", "video 0 AVC FRAME +-40 ms of 1 bytes aa",
                        frame(Codec.H264, 0, false, -40, 7)),
                arguments("AVC end", VIDEO, "1702000000", "video 0 AVC SEQUENCE_END key of 0 bytes ",
                        prefix(Codec.H264, 0, TagForm::writeSequenceEnd)),
                arguments("AVC end without time", VIDEO, "1702", "video 0 AVC SEQUENCE_END key of 0 bytes ", null),
                arguments("HEVC 12", VIDEO, "1c01000028aa", "video 0 HEVC FRAME key +40 ms of 1 bytes aa", null),
                arguments("hvcC 12", VIDEO, "1c0000000001", "video 0 HEVC SEQUENCE_START key of 1 bytes 01", null),
                arguments("old codec", VIDEO, "22aa", "video 0 Sorenson H.263 FRAME of 1 bytes aa", null),
                arguments("old command", VIDEO, "5700", "video 0 AVC COMMAND of 1 bytes 00", null),
                arguments("nothing", VIDEO, "", "", null),
                arguments("OpusHead, FFmpeg", AUDIO, "904f7075734f707573", "audio 0 Opus SEQUENCE_START of 4 bytes 4f707573",
                        prefix(Codec.OPUS, 0, TagForm::writeSequenceStart)),
                arguments("Opus, FFmpeg", AUDIO, "914f70757378817b", "audio 0 Opus FRAME of 3 bytes 78817b",
                        frame(Codec.OPUS, 0, true, 0, 0)),
                arguments("speakers, FFmpeg", AUDIO, "944f707573010100000004", "audio 0 Opus CHANNELS of 6 bytes 010100000004",
                        prefix(Codec.OPUS, 0, TagForm::writeChannels)),
                arguments("second AAC, FFmpeg", AUDIO, "95006d70346102120856e500",
                        "audio 2 mp4a SEQUENCE_START of 5 bytes 120856e500", prefix(Codec.AAC, 2, TagForm::writeSequenceStart)),
                arguments("second AAC frame", AUDIO, "95016d70346102aa", "audio 2 mp4a FRAME of 1 bytes aa",
                        frame(Codec.AAC, 2, true, 0, 0)),
                arguments("second MP3, FFmpeg", AUDIO, "95042e6d703301010100000004",
                        "audio 1 .mp3 CHANNELS of 6 bytes 010100000004",
                        prefix(Codec.MP3, 1, TagForm::writeChannels)),
                arguments("AC-3, FFmpeg", AUDIO, "9161632d330b77", "audio 0 ac-3 FRAME of 2 bytes 0b77",
                        frame(Codec.AC3, 0, true, 0, 0)),
                arguments("empty start, FFmpeg", AUDIO, "9061632d33", "audio 0 ac-3 SEQUENCE_START of 0 bytes ", null),
                arguments("E-AC-3", AUDIO, "9165632d330b77", "audio 0 ec-3 FRAME of 2 bytes 0b77",
                        frame(Codec.EAC3, 0, true, 0, 0)),
                arguments("FLAC, FFmpeg", AUDIO, "91664c6143fff8", "audio 0 fLaC FRAME of 2 bytes fff8",
                        frame(Codec.FLAC, 0, true, 0, 0)),
                arguments("end of sound", AUDIO, "924f707573", "audio 0 Opus SEQUENCE_END of 0 bytes ",
                        prefix(Codec.OPUS, 0, TagForm::writeSequenceEnd)),
                arguments("Opus, nanoseconds", AUDIO, "9702000001014f707573aa", "audio 0 Opus FRAME +1 ns of 1 bytes aa",
                        frame(Codec.OPUS, 0, true, 0, 1)),
                arguments("AudioSpecificConfig", AUDIO, "af001210", "audio 0 AAC SEQUENCE_START of 2 bytes 1210",
                        prefix(Codec.AAC, 0, TagForm::writeSequenceStart)),
                arguments("AAC", AUDIO, "af01aa", "audio 0 AAC FRAME of 1 bytes aa", frame(Codec.AAC, 0, true, 0, 9)),
                arguments("MP3 in FLV, FFmpeg", AUDIO, "2efffb", "audio 0 MP3 FRAME of 2 bytes fffb",
                        frame(Track.of(0, Codec.MP3).sampleRate(44_100).channels(1).build())),
                arguments("MP3 of 8 kHz", AUDIO, "e3ffe3", "audio 0 MP3 8 kHz FRAME of 2 bytes ffe3",
                        frame(Track.of(0, Codec.MP3).sampleRate(8_000).channels(2).build())),
                arguments("MP3 of 32 kHz", AUDIO, "912e6d7033fffb", "audio 0 .mp3 FRAME of 2 bytes fffb",
                        frame(Track.of(0, Codec.MP3).sampleRate(32_000).channels(2).build())),
                arguments("G.711", AUDIO, "72aa", "audio 0 G.711 A-law FRAME of 1 bytes aa",
                        frame(Track.of(0, Codec.G711A).channels(1).build())),
                arguments("reserved type", AUDIO, "934f707573", "audio 0 Opus OTHER of 0 bytes ", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsAndWritesTheSameBytes(String name, String kind, String hex, String packets, byte[] prefix) {
        assertThat(read(kind, hex)).isEqualTo(packets);
        if (prefix != null) {
            assertThat(hex).startsWith(HexFormat.of().formatHex(prefix));
            String payload = packets.substring(packets.lastIndexOf(' ') + 1);
            assertThat(HexFormat.of().formatHex(prefix) + payload).isEqualTo(hex);
            assertThat(prefix.length).isLessThanOrEqualTo(TagForm.MOST_PREFIX_BYTES);
        }
    }

    private static String read(String kind, String hex) {
        byte[] body = Golden.hex("ee" + hex + "ee");
        List<MediaPacket> packets = kind.equals(VIDEO) ? VideoTagBody.read(body, 1, body.length - 2)
                : AudioTagBody.read(body, 1, body.length - 2);
        return String.join("; ", packets.stream()
                .map(packet -> packet + " " + HexFormat.of().formatHex(body, packet.offset(), packet.offset() + packet.length()))
                .toList());
    }

    private static byte[] frame(Codec codec, int trackId, boolean key, long compositionMillis, int nanoOffset) {
        return prefix(codec, trackId, (form, out) -> form.writeFrame(key, compositionMillis, nanoOffset, out));
    }

    private static byte[] frame(Track track) {
        return bytes(out -> TagForm.of(track, 0).orElseThrow().writeFrame(true, 0, 0, out));
    }

    private static byte[] prefix(Codec codec, int trackId, BiConsumer<TagForm, ByteBuf> write) {
        return bytes(out -> write.accept(TagForm.of(Track.of(0, codec).build(), trackId).orElseThrow(), out));
    }

    private static byte[] enhanced(BiConsumer<TagForm, ByteBuf> write) {
        return bytes(out -> write.accept(TagForm.enhanced(Track.of(0, Codec.H264).build(), 0).orElseThrow(), out));
    }

    private static byte[] bytes(Consumer<ByteBuf> write) {
        ByteBuf out = Unpooled.buffer();
        write.accept(out);
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void severalTracksOfOneCodec() {
        ManyTracks tracks = ManyTracks.frames(TrackKind.VIDEO, true, 0)
                .add(FourCc.HVC1, 0, 40, Payload.wrap(Golden.hex("aabb")))
                .add(FourCc.HVC1, 1, 0, Payload.wrap(Golden.hex("cc")));
        String hex = "96" + "11" + "68766331" + "00000005000028aabb" + "01000004000000cc";
        assertThat(HexFormat.of().formatHex(bytes(tracks::write))).isEqualTo(hex);
        assertThat(read(VIDEO, hex)).isEqualTo("video 0 hvc1 FRAME key +40 ms of 2 bytes aabb; "
                + "video 1 hvc1 FRAME key of 1 bytes cc");
    }

    @Test
    void severalTracksOfSeveralCodecs() {
        ManyTracks tracks = ManyTracks.frames(TrackKind.AUDIO, true, 1)
                .add(FourCc.OPUS, 0, 40, Payload.wrap(Golden.hex("aabb")))
                .add(FourCc.FLAC, 7, 0, Payload.wrap(Golden.hex("cc")));
        String hex = "9702000001" + "05" + "21" + "4f70757300000002aabb" + "664c614307000001cc";
        assertThat(HexFormat.of().formatHex(bytes(tracks::write))).isEqualTo(hex);
        assertThat(read(AUDIO, hex)).isEqualTo("audio 0 Opus FRAME +1 ns of 2 bytes aabb; "
                + "audio 7 fLaC FRAME +1 ns of 1 bytes cc");
        assertThat(HexFormat.of().formatHex(bytes(ManyTracks.configurations(TrackKind.VIDEO)
                .add(FourCc.AVC1, 0, 9, Payload.wrap(Golden.hex("01")))::write))).isEqualTo("96" + "10" + "61766331"
                + "0000000101");
    }

    @Test
    void trackOfACodecThatIsNotKnownHidesNoOther() {
        assertThat(read(VIDEO, "96" + "21" + "7878787800000001aa" + "6176303101000001bb"))
                .isEqualTo("video 0 xxxx FRAME key of 1 bytes aa; video 1 av01 FRAME key of 1 bytes bb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "91687663", "9168766331", "916876633100", "97", "9702", "97020000", "97020f4240", "9702000001",
        "97020f42400161766331", "96", "9600687663", "960068766331", "96116876633100", "96116876633100000002aa",
        "9616687663310000000100", "9617687663310000000100"})
    void refusesBrokenVideo(String hex) {
        assertThatThrownBy(() -> read(VIDEO, hex)).isInstanceOf(MediaFormatException.class)
                .matches(e -> !((MediaFormatException) e).isUnsupported());
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "914f7075", "95", "95004f707573", "97ff0000"})
    void refusesBrokenAudio(String hex) {
        assertThatThrownBy(() -> read(AUDIO, hex)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void limitsAndWhatIsNotBuiltAreNamed() {
        assertThatThrownBy(() -> read(VIDEO, "9631" + "68766331")).hasMessageContaining("multitrack type: unsupported 3")
                .matches(e -> ((MediaFormatException) e).isUnsupported());
        assertThatThrownBy(() -> read(VIDEO, "9611" + "61763031" + "00000000".repeat(ExBody.MOST_TRACKS + 1)))
                .hasMessageContaining("up to 64");
        assertThatThrownBy(() -> read(VIDEO, "97" + "0000f7".repeat(ExBody.MOST_MOD_EX + 1) + "68766331"))
                .hasMessageContaining("ModEx: more of them; allowed: up to 16");
    }

    @Test
    void longModExIsPassedOver() {
        assertThat(read(VIDEO, "97ff0100" + "00".repeat(257) + "1161763031aa")).isEqualTo("video 0 av01 FRAME key of 1 bytes aa");
    }

    @Test
    void namesOfCodecs() {
        assertThat(FourCc.of("hvc1")).hasValue(FourCc.HVC1);
        assertThat(FourCc.of("xxxx").orElseThrow().codec()).isEmpty();
        assertThat(FourCc.of("toolong")).isEmpty();
        assertThat(FourCc.of(Codec.OPUS)).hasValue(FourCc.OPUS);
        assertThat(FourCc.of(Codec.G722)).isEmpty();
        assertThat(FourCc.known()).hasSize(12).allMatch(name -> FourCc.of(name.toString()).orElseThrow() == name);
        assertThat(FourCc.AC_3.kind()).hasValue(TrackKind.AUDIO);
        assertThat(TagForm.of(Track.of(0, Codec.G722).build(), 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"010200000003", "0006", "0203000102", "0101000000ff"})
    void speakersAreReadWrittenAndKeptInTheTrack(String hex) {
        byte[] data = Golden.hex("ee" + hex);
        MultichannelConfig config = MultichannelConfig.read(data, 1, data.length - 1);
        assertThat(HexFormat.of().formatHex(bytes(config::write))).isEqualTo(hex);
        Track track = config.applyTo(Track.of(0, Codec.OPUS).build());
        assertThat(track.channels()).isEqualTo(config.channels());
        MultichannelConfig.of(track).ifPresent(kept -> assertThat(kept.order()).isEqualTo(config.order()));
        assertThat(MultichannelConfig.of(track).isPresent()).isEqualTo(config.order() != MultichannelConfig.UNSPECIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0101000000", "0203aabb", "0302"})
    void refusesBrokenSpeakers(String hex) {
        byte[] data = Golden.hex(hex);
        assertThatThrownBy(() -> MultichannelConfig.read(data, 0, data.length)).isInstanceOf(MediaFormatException.class);
    }
}
