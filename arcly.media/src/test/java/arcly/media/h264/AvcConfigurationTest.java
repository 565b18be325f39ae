package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvcConfigurationTest {
    static final String SPS = "6764000aacd94426c044000003000400000300c03c489658";
    static final String PPS = "68ebc3cb22c0";
    static final String BASELINE_SPS = "6742c00cd90141fb0110000003001000000301e0f142a480";
    private static final String HIGH = "0164000aff e1 0018 " + SPS + " 01 0006 " + PPS + " fd f8 f8 00";

    private static Payload payload(String hex) {
        return Payload.wrap(Golden.hex(hex));
    }

    @Test
    void readsAndWritesTheSameBytes() {
        AvcConfiguration configuration = AvcConfiguration.of(4, List.of(payload(SPS)), List.of(payload(PPS)), List.of());
        assertThat(Golden.hex(configuration.write())).isEqualTo(HIGH.replace(" ", ""));
        assertThat(AvcConfiguration.read(payload(HIGH))).isEqualTo(configuration);
        assertThat(configuration.sequenceParameterSet().width()).isEqualTo(64);
    }

    @Test
    void baselineHasNoChromaFields() {
        String hex = ("0142c00cff e1 0018 " + BASELINE_SPS + " 01 0006 " + PPS).replace(" ", "");
        AvcConfiguration configuration = AvcConfiguration.read(payload(hex));
        assertThat(Golden.hex(configuration.write())).isEqualTo(hex);
    }

    @Test
    void keepsParameterSetExtensions() {
        String hex = (HIGH.substring(0, HIGH.length() - 2) + "01 0003 6d9a80").replace(" ", "");
        AvcConfiguration configuration = AvcConfiguration.read(payload(hex));
        assertThat(configuration.spsExtensions()).containsExactly(payload("6d9a80"));
        assertThat(Golden.hex(configuration.write())).isEqualTo(hex);
    }

    @Test
    void highProfileMayLackTheFieldsThatCameLater() {
        String hex = HIGH.replace(" ", "");
        String shorter = hex.substring(0, hex.length() - 8);
        assertThat(AvcConfiguration.read(payload(shorter))).isEqualTo(AvcConfiguration.read(payload(hex)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void knowsAllLengthSizes(int size) {
        String hex = HIGH.replace(" ", "").replaceFirst("0aff", String.format("0a%02x", 0xFC | size - 1));
        AvcConfiguration configuration = AvcConfiguration.read(payload(hex));
        assertThat(configuration.lengthSize()).isEqualTo(size);
        assertThat(Golden.hex(configuration.write())).isEqualTo(hex);
    }

    @Test
    void parameterSetsMayComeInTheStream() {
        AvcConfiguration configuration = AvcConfiguration.read(payload("0164000affe000"));
        assertThat(configuration.sps()).isEmpty();
        assertThatThrownBy(configuration::write).isInstanceOf(MediaFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "01640028ff", "0064000affe100", "000000016764000a", "0164000afee000", "0164000affe1", "0164000affe1ffff67",
        "0164000affe1000268eb00", "0164000affe0010006", "0164000affe1000267640102"})
    void refusesWhatBreaksTheFormat(String hex) {
        assertThatThrownBy(() -> AvcConfiguration.read(payload(hex))).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void saysThatAnnexBIsNoAvcC() {
        assertThatThrownBy(() -> AvcConfiguration.read(payload("000000016764000a"))).hasMessageContaining("Annex B");
    }

    @Test
    void refusesMoreThanARecordHolds() {
        Payload large = Payload.wrap(new byte[40_000]);
        assertThatThrownBy(() -> AvcConfiguration.of(4, List.of(large, large), List.of(), List.of()))
                .isInstanceOf(MediaFormatException.class).hasMessageContaining("up to 65536");
        assertThatThrownBy(() -> AvcConfiguration.of(3, List.of(), List.of(), List.of()))
                .isInstanceOf(MediaFormatException.class);
        List<Payload> many = Collections.nCopies(32, Payload.wrap(new byte[] {0x67}));
        assertThatThrownBy(() -> AvcConfiguration.of(4, many, List.of(), List.of())).isInstanceOf(MediaFormatException.class);
    }
}
