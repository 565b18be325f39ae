package arcly.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.ac3.Ac3Configuration;
import arcly.media.av1.Av1Configuration;
import arcly.media.flac.FlacStreamInfo;
import arcly.media.mp4.CodecString;
import arcly.media.opus.OpusHead;
import arcly.media.vp9.VpConfiguration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequence starts as FFmpeg 8.1 writes them into FLV, and what tracks come of them. */
class ConfigurationTest {
    private static final String AV1C = "81000c000a0b0200000519bfdf00be0010";
    private static final String STEREO = "4f707573486561640102380180bb0000000000";
    private static final String SIX = "4f707573486561640106380180bb00000000010402000401020305";
    private static final String STREAMINFO = "120012000000000024150bb800f00000000000000000000000000000000000000000";

    static Stream<Arguments> starts() {
        return Stream.of(
                arguments(Codec.AV1, AV1C, AV1C, "track 5 av1 128x96", "av01.0.00M.08"),
                arguments(Codec.OPUS, STEREO, STEREO, "track 5 opus 48000 Hz, 2 channels", "Opus"),
                arguments(Codec.OPUS, SIX, SIX, "track 5 opus 48000 Hz, 6 channels", "Opus"),
                arguments(Codec.OPUS, "", "4f707573486561640102000080bb0000000000", "track 5 opus 48000 Hz, 2 channels", "Opus"),
                arguments(Codec.FLAC, STREAMINFO, "664c614380000022" + STREAMINFO, "track 5 flac 48000 Hz, 1 channels", "fLaC"),
                arguments(Codec.FLAC, "664c614300000022" + STREAMINFO, "664c614380000022" + STREAMINFO,
                        "track 5 flac 48000 Hz, 1 channels", "fLaC"),
                arguments(Codec.AAC, "1210", "1210", "track 5 aac 44100 Hz, 2 channels", "mp4a.40.2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("starts")
    void makesATrackThatASuccessorGoesOnWith(Codec codec, String start, String configuration, String track, String codecs) {
        Track template = Track.of(5, codec).language("cy").build();
        TrackAssembler assembler = TrackAssemblers.of(template).orElseThrow();
        assertThat(assembler.track()).isNull();
        assertThat(configure(assembler, start)).isTrue();
        Track made = assembler.track();
        assertThat(made).hasToString(track).matches(each -> each.language().equals("cy"));
        assertThat(Golden.hex(made.configuration())).isEqualTo(configuration);
        assertThat(CodecString.of(made)).hasValue(codecs);
        assertThat(configure(assembler, start)).as("the same again").isFalse();
        assertThat(assembler.track()).isSameAs(made);

        TrackAssembler successor = TrackAssemblers.of(made, assembler.lengthSize()).orElseThrow();
        assertThat(successor.track()).isSameAs(made);
        assertThat(configure(successor, start)).isFalse();
        assertThat(successor.describe(template.toBuilder().property(TrackProperty.LABEL, "night").build())).isTrue();
        assertThat(successor.track().property(TrackProperty.LABEL)).hasValue("night");
        assertThat(successor.track().configuration()).isEqualTo(made.configuration());
    }

    private static boolean configure(TrackAssembler assembler, String hex) {
        byte[] data = Golden.hex("ee" + hex);
        return assembler.configure(data, 1, data.length - 1);
    }

    @Test
    void av1OfATransportStreamWaitsForTheSequenceHeader() {
        TrackAssembler assembler = TrackAssemblers.of(Track.of(0, Codec.AV1).build()).orElseThrow();
        assertThat(configure(assembler, "800481000c00")).isFalse();
        assertThat(assembler.track()).isNull();
        assertThatThrownBy(() -> Av1Configuration.read(Payload.wrap(Golden.hex("81000c00"))))
                .hasMessageContaining("no sequence header");
    }

    @Test
    void vpcCIsReadWithAndWithoutItsBox() {
        VpConfiguration read = VpConfiguration.read(Payload.wrap(Golden.hex("01000000000a820202020000")));
        assertThat(read).isEqualTo(VpConfiguration.of(0, 10, 8, VpConfiguration.CHROMA_420)).hasToString("vpcC.00.10.08");
        assertThat(Golden.hex(read.write())).isEqualTo("000a820202020000");
        assertThat(VpConfiguration.read(read.write())).isEqualTo(read);
        assertThat(VpConfiguration.level(3840, 2160)).isEqualTo(50);
        assertThat(VpConfiguration.level(8192, 8192)).isEqualTo(60);
    }

    @Test
    void opusHeadTellsWhatIsInIt() {
        OpusHead head = OpusHead.read(Payload.wrap(Golden.hex(SIX)));
        assertThat(head.preSkip()).isEqualTo(312);
        assertThat(head.family()).isEqualTo(1);
        assertThat(head.inputRate()).isEqualTo(48_000);
        assertThat(Golden.hex(head.mapping())).isEqualTo("0402000401020305");
        assertThat(head).isEqualTo(OpusHead.read(head.write())).isNotEqualTo(OpusHead.of(2, 312));
        assertThat(OpusHead.of(2, 312)).isEqualTo(OpusHead.read(Payload.wrap(Golden.hex(STEREO))));
    }

    @Test
    void ac3ConfigurationsAreThoseOfTheStandard() {
        Ac3Configuration ac3 = Ac3Configuration.read(Codec.AC3, Payload.wrap(Golden.hex("103dc0"))); // F.4, 48 kHz, 3/2 and LFE
        assertThat(ac3).hasToString("AC-3 48000 Hz, 6 channels");
        assertThat(Golden.hex(ac3.write())).isEqualTo("103dc0");
        Ac3Configuration eac3 = Ac3Configuration.read(Codec.EAC3, Payload.wrap(Golden.hex("0c00200f02" + "80")));
        assertThat(eac3).hasToString("E-AC-3 48000 Hz, 8 channels");
        assertThat(Golden.hex(eac3.write())).isEqualTo("0c00200f0280");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesBrokenOnes(Codec codec, String hex) {
        TrackAssembler assembler = TrackAssemblers.of(Track.of(0, codec).build()).orElseThrow();
        assertThatThrownBy(() -> configure(assembler, hex)).isInstanceOf(MediaFormatException.class);
        assertThat(assembler.track()).isNull();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments(Codec.AV1, "810004"), arguments(Codec.AV1, "01000c00"), arguments(Codec.AV1, "81000c000a0b02"),
                arguments(Codec.AV1, "81000c000a0102"), arguments(Codec.AV1, "81000c008a00"),
                arguments(Codec.VP9, "000a82020202"), arguments(Codec.VP9, "090a820202020000"),
                arguments(Codec.OPUS, STEREO.replace("4f70", "4f71")), arguments(Codec.OPUS, STEREO.substring(2)),
                arguments(Codec.OPUS, STEREO.replace("640102", "640103")), arguments(Codec.OPUS, SIX.substring(0, 48)),
                arguments(Codec.OPUS, STEREO.replace("640102", "641002")),
                arguments(Codec.FLAC, STREAMINFO.substring(2)), arguments(Codec.FLAC, "664c614304000022" + STREAMINFO),
                arguments(Codec.FLAC, STREAMINFO.replace("1200120", "0000000")),
                arguments(Codec.HEVC, "01"), arguments(Codec.HEVC, "02" + "00".repeat(22)));
    }

    @Test
    void streamInfoIsOneBlock() {
        FlacStreamInfo info = FlacStreamInfo.read(Payload.wrap(Golden.hex(STREAMINFO)));
        assertThat(info).hasToString("FLAC 48000 Hz, 1 channels, 16 bits");
        assertThat(info.largestBlock()).isEqualTo(4608);
    }
}
