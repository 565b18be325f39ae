package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.StreamKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelaySettingsTest {
    private static final String PUSH = "arcly.rtmp.push~x";
    private static final String PULL = "arcly.rtmp.pull~x";
    private final RelaySettings push = RelaySettings.NONE.changedPush(PUSH, Map.of("streams", "live/*, other/cam", "targets",
            "rtmp://a/{app}/{name}, rtmps://b/app/key", "retry.min", "200", "audience", "true", "lag.budget", 500));

    @Test
    void readsAPush() {
        assertThat(push.streams()).hasToString("[live/*, other/cam]");
        assertThat(push.targets()).hasToString("[rtmp://a/{app}/{name}, rtmps://b/app/***]");
        assertThat(push.terms().backoff()).isEqualTo(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));
        assertThat(push.terms().audience()).isTrue();
        assertThat(push.terms().lagBudget()).isEqualTo(Duration.ofMillis(500));
        assertThat(push.terms().client()).isEqualTo(ClientSettings.DEFAULT);
    }

    @Test
    void whatIsWrongStaysAsItWas() {
        RelaySettings changed = push.changedPush(PUSH, Map.of("streams", "live/*, no such", "targets", "rtmp://a/{app}/{name}, rtmp://c",
                "retry.min", "1", "silence.timeout", "often"));
        assertThat(changed.streams()).isEqualTo(push.streams());
        assertThat(changed.targets()).isEqualTo(push.targets());
        assertThat(changed.terms().backoff().least()).isEqualTo(Duration.ofMillis(200));
        assertThat(changed.terms().client().silence()).isEqualTo(ClientSettings.DEFAULT.silence());
        assertThat(changed.terms().audience()).as("not set any more: its default").isFalse();
    }

    @Test
    void aPullHasOneSourceAndAPatternOnDemandOnly() {
        RelaySettings pull = RelaySettings.NONE.changedPull(PULL, Map.of("stream", "live/*", "source", "rtmp://o/live/{name}", "mode",
                "ondemand"));
        assertThat(pull.onDemand()).isTrue();
        assertThat(pull.matches(StreamKey.of("live", "a/b"))).isTrue();
        RelaySettings always = RelaySettings.NONE.changedPull(PULL, Map.of("stream", "live/*", "source", "rtmp://o/live/x"));
        assertThat(always.streams()).isEmpty();
        RelaySettings two = pull.changedPull(PULL, Map.of("stream", "live/a", "source", "rtmp://o/live/x,rtmp://p/live/x"));
        assertThat(two.targets()).isEqualTo(pull.targets());
    }

    @Test
    void aPlanKnowsWhatItIsToDoAndWhetherItFeedsItself() {
        StreamKey cam = StreamKey.of("live", "cam");
        RelayPlan plain = RelayPlanner.push(PUSH, cam, Target.of("rtmp://h/live/copy?key=k", 1, true),
                RelaySettings.NONE.changedPush(PUSH, Map.of("streams", "live/cam", "targets", "rtmp://h/live/copy")));
        assertThat(plain.circular()).isFalse();
        assertThat(plain.dialPid()).startsWith("arcly.rtmp.push~x/live/cam/").doesNotContain("key");
        assertThat(RelayPlanner.push(PUSH, cam, Target.of("rtmp://h/{app}/{name}", 1, true), push).circular()).isTrue();
        assertThat(RelayPlanner.push(PUSH, cam, Target.of("rtmp://h/live/{name}-x", 1, true), push).circular()).isTrue();
        assertThat(RelayPlanner.push(PUSH, cam, Target.of("rtmp://h/copy/{name}", 1, true), push).circular()).isFalse();
        assertThat(RelayPlanner.pull(PULL, cam, Target.of("rtmp://h/live/cam", 1, false)).circular()).isTrue();
        assertThat(RelayPlanner.pull(PULL, cam, Target.of("rtmp://h/live/dog", 1, false)).circular()).isFalse();
    }
}
