package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LinesInBulkTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> lines = new ArrayList<>();
    private final Logger log = (Logger) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> lines.add(Arrays.deepToString(arguments)));
    private long now = Long.MAX_VALUE - 5 * SECOND; // it may wrap
    private final LinesInBulk bulk = new LinesInBulk(() -> now);

    @Test
    void smallNumbersAreAllWritten() {
        assertThat(written(LinesInBulk.AT_ONCE)).isEqualTo(LinesInBulk.AT_ONCE);
        assertThat(lines).isEmpty();
    }

    @Test
    void beyondThatOneASecondWithTheNumberOfOthers() {
        assertThat(written(200)).isEqualTo(LinesInBulk.AT_ONCE);
        assertThat(lines).singleElement().asString().contains("more RTMP clients misbehave");
        now += SECOND;
        assertThat(written(3)).isEqualTo(1);
        assertThat(lines).hasSize(3).element(1).asString().contains("were not named", "180");
        now += 3600 * SECOND;
        assertThat(written(30)).as("after a quiet hour all again").isEqualTo(LinesInBulk.AT_ONCE);
        assertThat(lines).element(3).asString().contains("were not named", ", 2]");
    }

    private int written(int asked) {
        int written = 0;
        for (int i = 0; i < asked; i++) {
            written += bulk.mayWrite(log) ? 1 : 0;
        }
        return written;
    }
}
