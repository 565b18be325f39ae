package arcly.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlvTagAssemblerTest {
    private static final String HEADER = "464c5601 05 00000009 00000000".replace(" ", "");

    private final FlvTagAssembler assembler = new FlvTagAssembler(FlvTag.MOST_BODY_BYTES);
    private final List<FlvTag> tags = new ArrayList<>();

    private void add(byte[] data, int step) {
        for (int at = 0; at < data.length; at += step) {
            assembler.add(data, at, Math.min(step, data.length - at), tags::add);
        }
    }

    private static byte[] written(List<FlvTag> tags, boolean audio, boolean video) {
        ByteBuf out = Unpooled.buffer();
        FlvTag.writeFileHeader(audio, video, out);
        tags.forEach(tag -> tag.write(out));
        return Payload.copyOf(out.nioBuffer()).toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 11, 1_000, 100_000})
    void fileOfFfmpegIsReadAndWrittenTheSame(int step) {
        byte[] file = Golden.bytes("bframes.flv");
        add(file, step);
        assertThat(tags).extracting(FlvTag::type).contains(FlvTag.AUDIO, FlvTag.VIDEO, FlvTag.SCRIPT_DATA);
        assertThat(assembler.hasAudio()).isTrue();
        assertThat(assembler.hasVideo()).isTrue();
        assertThat(written(tags, true, true)).isEqualTo(file);
    }

    @Test
    void readsAndWritesTheSameBytes() {
        String hex = HEADER + "12000000 80000001 000000 0000000b 09000002 ffffffff 000000 1702 0000000d".replace(" ", "");
        add(Golden.hex(hex), 1);
        assertThat(tags).containsExactly(
                FlvTag.of(FlvTag.SCRIPT_DATA, 0x0180_0000L, Payload.EMPTY),
                FlvTag.of(FlvTag.VIDEO, 0xFFFF_FFFFL, Payload.wrap(Golden.hex("1702"))));
        assertThat(Golden.hex(Payload.wrap(written(tags, true, true)))).isEqualTo(hex);
    }

    @Test
    void headerMayBeLonger() {
        add(Golden.hex("464c5601 04 0000000b aaaa 00000000 08000001 00000000 000000 af 0000000c"), 2);
        assertThat(tags).containsExactly(FlvTag.of(FlvTag.AUDIO, 0, Payload.wrap(Golden.hex("af"))));
        assertThat(assembler.hasVideo()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"464c5701050000000900", "464c5602050000000900", "464c5601050000000800", "464c560105ffffffff00"})
    void refusesWhatIsNoFlv(String hex) {
        assertThatThrownBy(() -> add(Golden.hex(hex), 1)).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("FLV file header");
    }

    @Test
    void refusesBodiesBeyondTheLimitBeforeTheyCome() {
        FlvTagAssembler small = new FlvTagAssembler(1_000);
        byte[] data = Golden.hex(HEADER + "090003e9 00000000 000000".replace(" ", ""));
        assertThatThrownBy(() -> small.add(data, 0, data.length, tags::add)).isInstanceOf(MediaFormatException.class)
                .hasMessage("FLV tag, DataSize: 1001; allowed: up to 1000");
    }

    @Test
    void refusesEncryptedTags() {
        assertThatThrownBy(() -> add(Golden.hex(HEADER + "2900000100000000000000"), 1)).isInstanceOf(MediaFormatException.class)
                .matches(e -> ((MediaFormatException) e).isUnsupported());
    }

    @Test
    void refusesToMakeWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> FlvTag.of(32, 0, Payload.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> FlvTag.of(9, 0, Payload.wrap(new byte[1 << 24])));
    }
}
