package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.ConnectionTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BundleTimerTest extends TransportTest {
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @Test
    void runsOnceOnALoopUnlessItIsCancelled() {
        BundleTransport post = transport.forBundle(Post.BUNDLE);
        ConnectionTimer cancelled = post.schedule(Duration.ofHours(1), () -> ran.add("cancelled"));
        assertThat(cancelled.remaining()).isPositive();
        cancelled.cancel();
        assertThat(cancelled.remaining()).isZero();
        ConnectionTimer timer = post.schedule(Duration.ofMillis(40), () -> ran.add(Thread.currentThread().getName()));
        until(() -> !ran.isEmpty());
        assertThat(ran).singleElement().asString().startsWith("arcly-loop");
        assertThat(timer.remaining()).isZero();
    }

    @Test
    void aTaskThatFailsIsNoHarm() {
        BundleTransport post = transport.forBundle(Post.BUNDLE);
        post.schedule(Duration.ZERO, () -> {
            throw new NoClassDefFoundError("gone");
        });
        post.schedule(Duration.ofMillis(1), () -> ran.add("next"));
        until(() -> ran.contains("next"));
    }

    @Test
    void isCancelledOnceItsBundleHasLetGo() {
        BundleTransport first = transport.forBundle(Post.BUNDLE);
        ConnectionTimer timer = first.schedule(Duration.ofHours(1), () -> ran.add("late"));
        first.close();
        assertThat(timer.remaining()).isZero();
    }
}
