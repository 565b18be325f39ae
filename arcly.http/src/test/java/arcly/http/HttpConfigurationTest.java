package arcly.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConfigurationTest {

    @Test
    void nothingSetMeansTheDefaults() {
        assertThat(HttpConfiguration.DEFAULT.changed(Map.of())).isEqualTo(HttpConfiguration.DEFAULT);
    }

    @Test
    void theDefaultsShownAreTheDefaultsUsed() throws Exception {
        Map<String, Object> shown = new HashMap<>();
        for (Method key : HttpConfig.class.getDeclaredMethods()) {
            shown.put(key.getName().replace('_', '.'), key.getDefaultValue());
        }
        assertThat(HttpConfiguration.DEFAULT.changed(shown)).isEqualTo(HttpConfiguration.DEFAULT);
    }

    /** The ranges in HttpConfig, which are gone at run time: just outside leaves what is in force, the ends are taken. */
    @ParameterizedTest
    @CsvSource({
        "port, 0, 65535",
        "https.port, 0, 65535",
        "connections.max, 1, 1000000",
        "connections.address.max, 1, 1000000",
        "request.line.max, 256, 65536",
        "headers.max, 1024, 1048576",
        "body.max, 0, 16777216",
        "header.timeout, 100, 600000",
        "body.timeout, 100, 600000",
        "answer.timeout, 100, 600000",
        "reply.timeout, 100, 600000",
        "keepalive.timeout, 100, 3600000",
        "handover.timeout, 1, 600",
        "gzip.min, 64, 1048576",
        "cache.max, 1048576, 1073741824",
    })
    void rangesAreKept(String key, long least, long most) {
        assertThat(List.of(least - 1, most + 1)).allSatisfy(wrong ->
                assertThat(HttpConfiguration.DEFAULT.changed(Map.of(key, wrong))).isEqualTo(HttpConfiguration.DEFAULT));
        assertThat(List.of(least, most)).allSatisfy(right ->
                assertThat(HttpConfiguration.DEFAULT.changed(Map.of(key, right))).isNotEqualTo(HttpConfiguration.DEFAULT));
    }

    @Test
    void textFromFilesIsRead() {
        HttpConfiguration read = HttpConfiguration.DEFAULT.changed(Map.of("port", " 1936 ", "bind", "0.0.0.0, ::",
                "handover.timeout", "5"));
        assertThat(read.port()).isEqualTo(1936);
        assertThat(read.bind()).containsExactly("0.0.0.0", "::");
        assertThat(read.settings().handoverTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.listener().port()).isEqualTo(1936);
    }

    @Test
    void whatIsWrongLeavesWhatIsInForce() {
        HttpConfiguration before = HttpConfiguration.DEFAULT.changed(Map.of("port", 2000, "bind", new String[] {"127.0.0.2"}));
        HttpConfiguration after = before.changed(Map.of("port", "often", "bind", " , ", "gzip.min", 4096));
        assertThat(after.port()).isEqualTo(2000);
        assertThat(after.bind()).isEqualTo(Arrays.asList("127.0.0.2"));
        assertThat(after.settings().gzipBytes()).isEqualTo(4096);
    }
}
