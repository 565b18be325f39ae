package arcly.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"live/cam", "live/a/b", "live/1/2/3/4/5/6/7/8", "a.b/c_d-e.f", "live/cam~720p", "live/..."})
    void readsWhatIsAllowedAndWritesItAgain(String text) {
        assertThat(StreamKey.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "live", "live/", "/cam", "live//cam", "live/cam/", "live/.", "live/..", "live/a/../b", "live/caf\u00e9", "live/a b",
        "live/a\nb", "live/1/2/3/4/5/6/7/8/9", "live/cam~", "live/cam~a~b", "live/cam~a/b", "live~x/cam", "live/cam?key=1"})
    void refusesTheRestAndSaysWhy(String text) {
        assertThatThrownBy(() -> StreamKey.parse(text))
                .isInstanceOfSatisfying(StreamException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StreamException.Reason.MALFORMED))
                .hasMessageStartingWith("stream '")
                .hasMessageNotContaining("\n");
    }

    @Test
    void lengthIsBounded() {
        String longest = "live/" + "a".repeat(StreamKey.LARGEST_LENGTH - 5);
        assertThat(StreamKey.parse(longest).toString()).hasSize(StreamKey.LARGEST_LENGTH);
        assertThatThrownBy(() -> StreamKey.parse(longest + "a")).hasMessageContaining("at most 255");
    }

    @Test
    void rungKnowsItsStream() {
        StreamKey rung = StreamKey.of("live", "a/cam~720p");
        assertThat(rung.layer()).isEqualTo("720p");
        assertThat(rung.base()).isEqualTo(StreamKey.of("live", "a/cam"));
        assertThat(rung.base().layer()).isEmpty();
        assertThat(rung.base().base()).isEqualTo(rung.base());
    }
}
