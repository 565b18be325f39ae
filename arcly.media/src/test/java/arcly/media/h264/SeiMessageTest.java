package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.nal.NalRanges;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SeiMessageTest {
    private static final UUID X264 = UUID.fromString("dc45e9bd-e6d9-48b7-962c-d820d923eeef");

    @Test
    void readsAndWritesTheSameBytes() {
        String hex = "06 06 01 c4 05 13 00112233445566778899aabbccddeeff 000003 00 80".replace(" ", "");
        List<SeiMessage> messages = List.of(
                SeiMessage.of(SeiMessage.RECOVERY_POINT, Payload.wrap(Golden.hex("c4"))),
                SeiMessage.userData(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), new byte[3]));
        assertThat(SeiMessage.write(messages)).isEqualTo(Golden.hex(hex));
        assertThat(SeiMessage.read(Golden.hex(hex))).isEqualTo(messages);
    }

    @Test
    void readsTheBannerOfX264() {
        byte[] stream = Golden.bytes("small.h264");
        NalRanges nals = new NalRanges("H.264");
        nals.scanAnnexB(stream, 0, stream.length);
        List<SeiMessage> messages = SeiMessage.read(stream, nals.offset(3), nals.length(3));
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).type()).isEqualTo(SeiMessage.USER_DATA_UNREGISTERED);
        assertThat(messages.get(0).userDataUuid()).hasValue(X264);
        assertThat(new String(messages.get(0).userData().orElseThrow().toByteArray(), StandardCharsets.US_ASCII))
                .startsWith("x264 - core ");
    }

    @Test
    void longMessagesHaveTheirSizeInSeveralBytes() {
        byte[] data = new byte[600];
        Arrays.fill(data, (byte) 7);
        byte[] nal = SeiMessage.write(List.of(SeiMessage.userData(X264, data), SeiMessage.of(300, Payload.EMPTY)));
        assertThat(Arrays.copyOf(nal, 5)).isEqualTo(Golden.hex("0605ffff6a"));
        List<SeiMessage> read = SeiMessage.read(nal);
        assertThat(read.get(0).userData()).hasValue(Payload.wrap(data));
        assertThat(read.get(1).type()).isEqualTo(300);
    }

    @Test
    void tellsTheRecoveryPoint() {
        assertThat(SeiMessage.read(Golden.hex("060601c480")).get(0).recoveryFrameCount()).hasValue(0);
        assertThat(SeiMessage.read(Golden.hex("0606013480")).get(0).recoveryFrameCount()).hasValue(5);
        assertThat(SeiMessage.of(SeiMessage.PIC_TIMING, Payload.wrap(Golden.hex("c4"))).recoveryFrameCount()).isEmpty();
        assertThat(SeiMessage.of(SeiMessage.RECOVERY_POINT, Payload.EMPTY).recoveryFrameCount()).isEmpty();
    }

    @Test
    void readsUnitsWithoutStopBitAndWithPadding() {
        assertThat(SeiMessage.read(Golden.hex("060601c4"))).hasSize(1);
        assertThat(SeiMessage.read(Golden.hex("060601c4800000"))).hasSize(1);
        assertThat(SeiMessage.read(Golden.hex("0680"))).isEmpty();
    }

    @Test
    void shortUserDataHasNoUuid() {
        SeiMessage message = SeiMessage.of(SeiMessage.USER_DATA_UNREGISTERED, Payload.wrap(new byte[15]));
        assertThat(message.userDataUuid()).isEmpty();
        assertThat(message.userData()).isEmpty();
    }

    @Test
    void refusesWhatReachesBeyondTheEnd() {
        assertThatThrownBy(() -> SeiMessage.read(Golden.hex("060503aabb80"))).isInstanceOf(MediaFormatException.class)
                .hasMessage("H.264 SEI, byte 2, payloadSize: 3; allowed: up to 2, what is left");
        assertThatThrownBy(() -> SeiMessage.read(Golden.hex("0605ff"))).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("the end");
        assertThatThrownBy(() -> SeiMessage.read(Golden.hex("6742"))).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void refusesMoreMessagesThanAnyEncoderSends() {
        byte[] nal = new byte[2 + 2 * (SeiMessage.MOST_MESSAGES + 1)];
        Arrays.fill(nal, (byte) 1);
        nal[0] = NalType.SEI;
        for (int i = 2; i < nal.length - 1; i += 2) {
            nal[i] = 0;
        }
        nal[nal.length - 1] = (byte) 0x80;
        assertThatThrownBy(() -> SeiMessage.read(nal)).isInstanceOf(MediaFormatException.class).hasMessageContaining("up to 256");
    }

    @Test
    void refusesToMakeWhatCouldNotBeRead() {
        assertThatIllegalArgumentException().isThrownBy(() -> SeiMessage.of(5, Payload.wrap(new byte[70_000])));
        assertThatIllegalArgumentException().isThrownBy(() -> SeiMessage.of(-1, Payload.EMPTY));
    }
}
