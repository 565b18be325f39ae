package arcly.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final String MONDAY = "Mon, 02 Feb 2026 10:00:00 GMT";
    private static final String TUESDAY = "Tue, 03 Feb 2026 10:00:00 GMT";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "bytes=0-0        | 0  | 1",
        "bytes=2-5        | 2  | 4",
        "bytes=2-         | 2  | 8",
        "bytes=-3         | 7  | 3",
        "bytes=-30        | 0  | 10",
        "bytes=8-99       | 8  | 2",
        "Bytes = 0-1      | -  | -",
        "bytes=10-        | 10 | 0",
        "bytes=99-100     | 10 | 0",
        "bytes=-0         | 10 | 0",
        "bytes=5-2        | -  | -",
        "bytes=0-1,4-5    | -  | -",
        "bytes=-          | -  | -",
        "bytes=a-b        | -  | -",
        "items=0-1        | -  | -",
        "bytes=99999999999999999999-   | 10 | 0",
        "bytes=5-99999999999999999999  | 5  | 5",
        "bytes=-99999999999999999999   | 0  | 10",
        "bytes=00000000000000000000003-00000000000000000000004 | 3 | 2",
    })
    void ranges(String header, Long from, Long length) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(from == null ? null : new ByteRange(from, length));
    }

    @Test
    void tagsAreComparedAndComeBeforeTimes() {
        assertThat(Conditions.isNotModified(with("If-None-Match", "\"a\", W/\"b\""), "b", "")).isTrue();
        assertThat(Conditions.isNotModified(with("If-None-Match", "\"b-gzip\""), "b", "")).isTrue();
        assertThat(Conditions.isNotModified(with("If-None-Match", "*"), "b", "")).isTrue();
        assertThat(Conditions.isNotModified(with("If-None-Match", "\"a\""), "b", "")).isFalse();
        assertThat(Conditions.isNotModified(with("If-None-Match", "\"a\"").add("If-Modified-Since", TUESDAY), "b", MONDAY))
                .isFalse();
        assertThat(Conditions.isNotModified(with("If-None-Match", "\"a\""), "", "")).isFalse();
    }

    @Test
    void timesAreCompared() {
        assertThat(Conditions.isNotModified(with("If-Modified-Since", TUESDAY), "", MONDAY)).isTrue();
        assertThat(Conditions.isNotModified(with("If-Modified-Since", MONDAY), "", MONDAY)).isTrue();
        assertThat(Conditions.isNotModified(with("If-Modified-Since", MONDAY), "", TUESDAY)).isFalse();
        assertThat(Conditions.isNotModified(with("If-Modified-Since", "yesterday"), "", TUESDAY)).isFalse();
    }

    @Test
    void rangeOfSomethingElseIsNotAnswered() {
        assertThat(Conditions.isRangeValid(with("If-Range", "\"a\""), "a", "")).isTrue();
        assertThat(Conditions.isRangeValid(with("If-Range", "\"a\""), "b", "")).isFalse();
        assertThat(Conditions.isRangeValid(with("If-Range", "W/\"a\""), "a", "")).isFalse();
        assertThat(Conditions.isRangeValid(with("If-Range", MONDAY), "", MONDAY)).isTrue();
        assertThat(Conditions.isRangeValid(with("If-Range", MONDAY), "", TUESDAY)).isFalse();
        assertThat(Conditions.isRangeValid(new DefaultHttpHeaders(), "", "")).isTrue();
    }

    private static HttpHeaders with(String name, String value) {
        return new DefaultHttpHeaders().add(name, value);
    }
}
