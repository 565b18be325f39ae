package arcly.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.http.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void pathIsDecodedOnceAndCutIntoSegments() {
        RequestTarget target = RequestTarget.parse("/live/a%20b%C3%A4/%2541/?x=1&key=a%26b+c&key=2&flag&=&bad=%zz");
        assertThat(target.path()).isEqualTo("/live/a b\u00e4/%41/");
        assertThat(target.segments()).containsExactly("live", "a b\u00e4", "%41");
        assertThat(target.slashAtEnd()).isTrue();
        assertThat(target.query("key")).contains("a&b c");
        assertThat(target.query("flag")).contains("");
        assertThat(target.query("bad")).contains("%zz");
        assertThat(target.query("none")).isEmpty();
        assertThat(RequestTarget.parse("/").segments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "http://host/a", "//", "//a", "/a//b", "/a//", "/.", "/..", "/a/../b", "/a/./b",
            "/%2e", "/%2E%2e",
            "/.%2e/a", "/a%2fb", "/a%2Fb", "/a%5cb", "/a\\b", "/a%00", "/a%0ab", "/a%7f", "/a%c2%80", "/a%", "/a%4", "/a%4g",
                    "/a%zz",
            "/a%-1", "/a%ff", "/a%c0%ae", "/a%c0%af", "/a%ed%a0%80", "/\u00e4", "/a b", "/a\tb", "/a#b", "/a?b#c", "/a?\u00e4",
                    "/a?b\\c"})
    void tricksAreRefused(String text) {
        assertThatThrownBy(() -> RequestTarget.parse(text)).isInstanceOf(HttpException.class)
                .extracting(thrown -> ((HttpException) thrown).status()).isEqualTo(400);
    }

    @Test
    void tooManySegmentsAreRefused() {
        assertThat(RequestTarget.parse("/a".repeat(32)).segments()).hasSize(32);
        assertThatThrownBy(() -> RequestTarget.parse("/a".repeat(33))).isInstanceOf(HttpException.class);
    }
}
