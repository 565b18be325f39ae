package arcly.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.http.message.RequestTarget;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutePatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "/                               | /                            | {}",
        "/                               | /x                           | -",
        "/health                         | /health                      | {}",
        "/health                         | /health/                     | -",
        "/health                         | /Health                      | -",
        "/{app}/{name+}/                 | /live/cam/                   | {app=live, name=cam}",
        "/{app}/{name+}/                 | /live/cam                    | -",
        "/{app}/{name+}/                 | /live/                       | -",
        "/{app}/{name+}/                 | /studio/a/b/c/               | {app=studio, name=a/b/c}",
        "/{app}/{name+}/index.m3u8       | /live/cam/index.m3u8         | {app=live, name=cam}",
        "/{app}/{name+}/index.m3u8       | /live/a/b/index.m3u8         | {app=live, name=a/b}",
        "/{app}/{name+}/index.m3u8       | /live/index.m3u8             | -",
        "/{app}/{name+}/seg-{number}.m4s | /live/cam/seg-12.m4s         | {app=live, name=cam, number=12}",
        "/{app}/{name+}/seg-{number}.m4s | /live/cam/seg-.m4s           | -",
        "/{app}/{name+}/seg-{number}.m4s | /live/cam/seg-1.m4s.m4s      | {app=live, name=cam, number=1.m4s}",
        "/{app}/{name+}/seg-{number}.m4s | /live/cam/seg.m4s            | -",
        "/{name+}                        | /a                           | {name=a}",
        "/{name+}                        | /a/b                         | {name=a/b}",
        "/{name+}                        | /                            | -",
        "/v1.{minor}/x                   | /v1.7/x                      | {minor=7}",
        "/a/{b}                          | /a/%20%C3%A4                 | {b= ä}",
    })
    void matches(String pattern, String path, String variables) {
        Map<String, String> found = RoutePattern.parse(pattern).match(RequestTarget.parse(path));
        assertThat(found == null ? null : new TreeMap<>(found).toString()).isEqualTo(variables);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "//", "/a//b", "/../a", "/./a", "/{", "/}", "/{}", "/{a}{b}", "/{a{b}}", "/{a b}",
            "/{a}/{a}",
            "/{a+}/{b+}", "/x{a+}", "/{a+}y", "/{a++}", "/}a{"})
    void isRefused(String pattern) {
        assertThatThrownBy(() -> RoutePattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'");
    }

    @Test
    void whatIsPutIntoTheBracesComesOut() {
        Random random = new Random(48);
        for (int round = 0; round < 20_000; round++) {
            String name = segments(random);
            String number = segment(random);
            String path = "/live/" + name + "/seg-" + number + ".m4s";
            assertThat(RoutePattern.parse("/{app}/{name+}/seg-{number}.m4s").match(RequestTarget.parse(path)))
                    .isEqualTo(Map.of("app", "live", "name", name, "number", number));
        }
    }

    @Test
    void anyTextIsAPatternOrRefused() {
        Random random = new Random(49);
        String letters = "/{}+ab.-~%\u00e4";
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int i = random.nextInt(14); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            RoutePatternFuzzTest.parse(text.toString());
        }
    }

    private static String segments(Random random) {
        StringBuilder text = new StringBuilder(segment(random));
        for (int more = random.nextInt(5); more > 0; more--) {
            text.append('/').append(segment(random));
        }
        return text.toString();
    }

    private static String segment(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int more = random.nextInt(5); more > 0; more--) {
            text.append("abc-_.019~".charAt(random.nextInt(10)));
        }
        return text.toString();
    }
}
