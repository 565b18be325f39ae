package arcly.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.HttpException;
import arcly.http.message.RequestTarget;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Patterns and paths as nobody would write them. */
class RoutePatternFuzzTest {
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/a/b/c/", "/seg-1.m4s", "/%7B", "/a+b/");

    @FuzzTest(maxDuration = "10s")
    void patternsAndPaths(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        parse(text);
        RequestTarget target = target(text);
        if (target != null) {
            RoutePattern.parse("/{app}/{name+}/seg-{number}.m4s").match(target);
            RoutePattern.parse("/{name+}/").match(target);
        }
    }

    static void parse(String text) {
        try {
            RoutePattern pattern = RoutePattern.parse(text);
            assertThat(pattern.literalCharacters()).isNotNegative();
            PATHS.forEach(path -> pattern.match(RequestTarget.parse(path)));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("pattern");
        }
    }

    /** Null if it is refused; otherwise what {@code HttpExchange} promises holds. */
    static RequestTarget target(String text) {
        try {
            RequestTarget target = RequestTarget.parse(text);
            assertThat(target.path()).startsWith("/").doesNotContain("//", "\\", "\0", "\n");
            assertThat(target.segments()).doesNotContain("", ".", "..");
            target.query("key");
            return target;
        } catch (HttpException refused) {
            assertThat(refused.status()).isEqualTo(400);
            return null;
        }
    }
}
