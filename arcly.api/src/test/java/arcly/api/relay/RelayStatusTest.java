package arcly.api.relay;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.relay.RelayStatus.Direction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RelayStatusTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @Test
    void keepsWhatItWasBuiltWith() {
        RelayStatus status = RelayStatus.of("arcly.rtmp.push~cdn", Direction.PUSH, "live/cam", "rtmp://cdn.example/live/cam")
                .state(RelayState.SLOW, NOW).attempts(3, NOW.plusSeconds(4)).lastError("the remote closed").figures(7, 8, 9).build();
        assertThat(status.name()).isEqualTo("arcly.rtmp.push~cdn");
        assertThat(status.state()).isEqualTo(RelayState.SLOW);
        assertThat(status.since()).isEqualTo(NOW);
        assertThat(status.attempts()).isEqualTo(3);
        assertThat(status.nextAttempt()).contains(NOW.plusSeconds(4));
        assertThat(new long[] {status.bytes(), status.lag(), status.skipped()}).containsExactly(7, 8, 9);
        assertThat(status).hasToString("PUSH arcly.rtmp.push~cdn live/cam rtmp://cdn.example/live/cam SLOW (the remote closed)");
    }

    @Test
    void hasNothingToSayOfWhatHasNotHappened() {
        RelayStatus status = RelayStatus.of("arcly.rtmp.pull~a", Direction.PULL, "live/*", "rtmp://origin/{app}/{name}").build();
        assertThat(status.state()).isEqualTo(RelayState.WAITING);
        assertThat(status.nextAttempt()).isEmpty();
        assertThat(status.lastError()).isEmpty();
        assertThat(status.state().isTrouble()).isFalse();
        assertThat(RelayState.BROKEN.isTrouble()).isTrue();
    }
}
