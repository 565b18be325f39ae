package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void doublesWithinBoundsAndNeverAllAtOnce() {
        Random random = new Random(1);
        for (int failed = 1; failed <= 100; failed++) {
            long middle = Math.min(30_000, 1_000L << Math.min(20, failed - 1));
            assertThat(backoff.after(failed, random).toMillis())
                    .isBetween(Math.max(1_000, middle * 8 / 10), Math.min(30_000, middle * 12 / 10));
        }
        assertThat(random.ints(50).mapToObj(seed -> backoff.after(3, new Random(seed))).distinct().count()).isGreaterThan(40);
    }
}
