package arcly.media.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSpecificConfigTest {

    private static AudioSpecificConfig read(String hex) {
        return AudioSpecificConfig.read(Payload.wrap(Golden.hex(hex)));
    }

    private static AudioSpecificConfig.Builder lc(int hertz, int channels) {
        return AudioSpecificConfig.of(AudioSpecificConfig.AAC_LC, hertz).channelConfiguration(channels);
    }

    static Stream<Arguments> onTheWire() {
        SbrSignalling hierarchical = SbrSignalling.HIERARCHICAL;
        SbrSignalling backward = SbrSignalling.BACKWARD_COMPATIBLE;
        return Stream.of(
                arguments("LC 44.1 kHz stereo", "1210", lc(44_100, 2), "mp4a.40.2", 44_100, 2),
                arguments("LC 48 kHz mono", "1188", lc(48_000, 1), "mp4a.40.2", 48_000, 1),
                arguments("LC 48 kHz 5.1", "11b0", lc(48_000, 6), "mp4a.40.2", 48_000, 6),
                arguments("LC 48 kHz 7.1", "11b8", lc(48_000, 7), "mp4a.40.2", 48_000, 8),
                arguments("LC of 960 samples", "1194", lc(48_000, 2).shortFrame(true), "mp4a.40.2", 48_000, 2),
                arguments("Main", "0a10", AudioSpecificConfig.of(1, 44_100), "mp4a.40.1", 44_100, 2),
                arguments("explicit rate", "17805dc010", lc(47_776 + 224, 2), "mp4a.40.2", 48_000, 2),
                arguments("HE-AAC, hierarchical", "2b920800", lc(22_050, 2).sbr(hierarchical, 44_100, false),
                        "mp4a.40.5", 44_100, 2),
                arguments("HE-AAC v2, hierarchical", "eb8a0800", lc(22_050, 1).sbr(hierarchical, 44_100, true),
                        "mp4a.40.29", 44_100, 2),
                arguments("HE-AAC, backward compatible", "139056e5a0", lc(22_050, 2).sbr(backward, 44_100, false),
                        "mp4a.40.5", 44_100, 2),
                arguments("HE-AAC v2, backward compatible", "138856e5a54880", lc(22_050, 1).sbr(backward, 44_100, true),
                        "mp4a.40.29", 44_100, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsAndWritesTheSameBytes(String name, String hex, AudioSpecificConfig.Builder config, String codec, int hertz,
            int channels) {
        AudioSpecificConfig read = read(hex);
        assertThat(read.codecString()).isEqualTo(codec);
        assertThat(read.outputFrequency()).isEqualTo(hertz);
        assertThat(read.channels()).isEqualTo(channels);
        assertThat(Golden.hex(read.write())).isEqualTo(hex);
        if (!name.equals("explicit rate")) { // written by its index, as it has one
            assertThat(config.build()).isEqualTo(read);
        }
    }

    @Test
    void writesARateThatHasNoIndex() {
        AudioSpecificConfig config = lc(44_056, 2).build();
        assertThat(Golden.hex(config.write())).isEqualTo("1780560c10");
        assertThat(config.samplingFrequency()).isEqualTo(44_056);
    }

    @Test
    void tellsTheSamplesOfAFrame() {
        assertThat(read("1210").samplesPerFrame()).isEqualTo(1024);
        assertThat(read("1194").samplesPerFrame()).isEqualTo(960);
        assertThat(read("139056e5a0").samplesPerFrame()).as("at the core's rate").isEqualTo(1024);
        assertThat(read("139056e5a0").samplingFrequency()).isEqualTo(22_050);
    }

    @Test
    void sbrThatIsSaidNotToBeThereIsNot() { // what FFmpeg writes after its AAC LC
        AudioSpecificConfig config = read("121056e500");
        assertThat(config.signalling()).isEqualTo(SbrSignalling.IMPLICIT);
        assertThat(config.codecString()).isEqualTo("mp4a.40.2");
        assertThat(config.outputFrequency()).isEqualTo(44_100);
        assertThat(Golden.hex(config.write())).isEqualTo("121056e500");
    }

    @Test
    void paddingIsKept() {
        assertThat(read("12100000000000")).satisfies(config -> {
            assertThat(config.signalling()).isEqualTo(SbrSignalling.IMPLICIT);
            assertThat(config.write().size()).isEqualTo(7);
        });
    }

    @Test
    void objectTypesBeyondGeneralAudioGoThrough() {
        AudioSpecificConfig eld = read("f8e85000"); // 31 and 7: type 39, 44.1 kHz, 2 channels
        assertThat(eld.objectType()).isEqualTo(AudioSpecificConfig.ER_AAC_ELD);
        assertThat(eld.codecString()).isEqualTo("mp4a.40.39");
        assertThat(eld.samplesPerFrame()).isZero();
        assertThat(eld.channels()).isEqualTo(2);
    }

    @Test
    void programConfigElementTellsTheChannels() {
        AudioSpecificConfig config = AudioSpecificConfig.read(Payload.wrap(withProgramConfig()));
        assertThat(config.channelConfiguration()).isZero();
        assertThat(config.channels()).isEqualTo(6);
        AudioSpecificConfig again = AudioSpecificConfig.of(2, 44_100).programConfig(config.programConfig().orElseThrow()).build();
        assertThat(again).isEqualTo(config);
    }

    /** 5.1 in elements: two in front (one channel and a pair), a pair behind, one for low frequencies; and a comment. */
    private static byte[] withProgramConfig() {
        return new BitWriter().unsigned(2, 5).unsigned(4, 4).unsigned(0, 4).unsigned(0, 3)
                .unsigned(0, 4).unsigned(1, 2).unsigned(4, 4)
                .unsigned(2, 4).unsigned(0, 4).unsigned(1, 4).unsigned(1, 2).unsigned(0, 3).unsigned(0, 4)
                .flag(false).flag(true).unsigned(3, 4).flag(false)
                .flag(false).unsigned(0, 4).flag(true).unsigned(0, 4).flag(true).unsigned(1, 4).unsigned(0, 4)
                .align().unsigned(2, 8).unsigned('h', 8).unsigned('i', 8).toByteArray();
    }

    @Test
    void makesATrack() {
        Track track = read("139056e5a0").track(Track.of(1, Codec.AAC).language("en").build());
        assertThat(track).hasToString("track 1 aac 44100 Hz, 2 channels");
        assertThat(track.language()).isEqualTo("en");
        assertThat(Golden.hex(track.configuration())).isEqualTo("139056e5a0");
        assertThatIllegalArgumentException().isThrownBy(() -> read("1210").track(Track.of(1, Codec.OPUS).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "0210", "1690", "1240", "1248", "1250", "127c", "1780000010", "1200", "16ff"})
    void refusesWhatBreaksTheFormat(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void refusesWhatIsLargerThanAny() {
        assertThatThrownBy(() -> AudioSpecificConfig.read(Payload.wrap(new byte[1025]))).isInstanceOf(MediaFormatException.class)
                .hasMessage("AudioSpecificConfig: 1025 bytes; allowed: 2 to 1024");
    }

    @Test
    void builderTakesOnlyWhatItCanWrite() {
        assertThatIllegalArgumentException().isThrownBy(() -> AudioSpecificConfig.of(5, 44_100));
        assertThatIllegalArgumentException().isThrownBy(() -> AudioSpecificConfig.of(2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> lc(44_100, 8));
    }
}
