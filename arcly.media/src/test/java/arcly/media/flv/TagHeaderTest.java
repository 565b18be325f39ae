package arcly.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagHeaderTest {

    private static VideoTagHeader video(String hex) {
        byte[] body = Golden.hex("ee" + hex);
        return VideoTagHeader.read(body, 1, body.length - 1);
    }

    private static AudioTagHeader audio(String hex) {
        byte[] body = Golden.hex("ee" + hex);
        return AudioTagHeader.read(body, 1, body.length - 1);
    }

    static Stream<Arguments> videoOnTheWire() {
        return Stream.of(
                arguments("1700000000", VideoTagHeader.avcSequenceHeader()),
                arguments("1701000050", VideoTagHeader.avcFrame(true, 80)),
                arguments("2701ffffd8", VideoTagHeader.avcFrame(false, -40)),
                arguments("27017fffff", VideoTagHeader.avcFrame(false, Long.MAX_VALUE)),
                arguments("2701800000", VideoTagHeader.avcFrame(false, Long.MIN_VALUE)),
                arguments("1702000000", VideoTagHeader.avcEndOfSequence()));
    }

    @ParameterizedTest
    @MethodSource("videoOnTheWire")
    void readsAndWritesTheSameVideoBytes(String hex, VideoTagHeader header) {
        assertThat(video(hex)).isEqualTo(header).hasSameHashCodeAs(header);
        assertThat(video(hex).length()).isEqualTo(5);
        ByteBuf out = Unpooled.buffer();
        header.write(out);
        assertThat(Golden.hex(Payload.copyOf(out.nioBuffer()))).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"af00", "af01", "2f", "3e", "be"})
    void readsAndWritesTheSameAudioBytes(String hex) {
        AudioTagHeader header = audio(hex);
        assertThat(header.length()).isEqualTo(hex.length() / 2);
        ByteBuf out = Unpooled.buffer();
        header.write(out);
        assertThat(Golden.hex(Payload.copyOf(out.nioBuffer()))).isEqualTo(hex);
    }

    @Test
    void audioHeaderTellsWhatIsInIt() {
        assertThat(audio("af00")).isEqualTo(AudioTagHeader.aacSequenceHeader()).hasToString("AAC sequence header");
        assertThat(audio("af01")).isEqualTo(AudioTagHeader.aacRaw()).isNotEqualTo(audio("af00"));
        assertThat(audio("af01").isSequenceHeader()).isFalse();
        assertThat(audio("2a").formatName()).isEqualTo("MP3");
        assertThat(audio("2a").soundRate()).isEqualTo(22_050);
        assertThat(audio("2a").channels()).isEqualTo(1);
        assertThat(audio("20").soundRate()).isEqualTo(5_512);
    }

    @Test
    void videoHeaderTellsWhatIsInIt() {
        assertThat(video("1701000050")).hasToString("AVC key frame +80 ms");
        assertThat(video("2701000050").isKey()).isFalse();
        assertThat(video("22").codecName()).isEqualTo("Sorenson H.263");
        assertThat(video("22").length()).isEqualTo(1);
        assertThat(video("22").isFrame()).isFalse();
        assertThat(video("5700").isCommand()).isTrue();
        assertThat(video("1702").isEndOfSequence()).isTrue();
        assertThat(video("1700ffffff").compositionMillis()).as("means nothing here").isZero();
    }

    @Test
    void enhancedHeadersAreRefusedByTheNameOfTheirCodec() {
        assertThatThrownBy(() -> video("9068766331")).isInstanceOf(MediaFormatException.class)
                .hasMessage("FLV video tag: unsupported FourCC 'hvc1'; supported: codec ids 0 to 15 without FourCC")
                .matches(e -> ((MediaFormatException) e).isUnsupported());
        assertThatThrownBy(() -> audio("904f707573")).hasMessageContaining("unsupported FourCC 'Opus'");
        assertThatThrownBy(() -> audio("90 00 0a 41 20")).hasMessageContaining("FourCC '\\x00\\x0aA\\x20'");
        assertThatThrownBy(() -> video("90687663")).isInstanceOf(MediaFormatException.class)
                .matches(e -> !((MediaFormatException) e).isUnsupported());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "1703000000", "17010000", "17ff000000"})
    void refusesBrokenVideoHeaders(String hex) {
        assertThatThrownBy(() -> video(hex)).isInstanceOf(MediaFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "af", "af02"})
    void refusesBrokenAudioHeaders(String hex) {
        assertThatThrownBy(() -> audio(hex)).isInstanceOf(MediaFormatException.class);
    }
}
