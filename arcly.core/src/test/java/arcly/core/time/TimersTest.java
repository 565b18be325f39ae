package arcly.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimersTest {
    private long now = Long.MAX_VALUE - 50; // clocks like nanoTime may wrap
    private final Timers timers = new Timers(() -> now);
    private final List<String> done = new ArrayList<>();

    @Test
    void runsWhatIsDueInOrderEvenWhenTheClockWraps() {
        timers.after(100, () -> done.add("c"));
        timers.after(40, () -> done.add("a"));
        timers.after(40, () -> done.add("b"));
        timers.runDue();
        assertThat(done).isEmpty();
        assertThat(timers.nextDelay()).isEqualTo(40);
        now += 40;
        timers.runDue();
        assertThat(done).containsExactly("a", "b");
        now += 60;
        timers.runDue();
        timers.runDue();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(timers.nextDelay()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsCancelledDoesNotRunAndWhatThrowsHurtsNoOther() {
        timers.after(1, () -> done.add("a")).cancel();
        timers.after(2, () -> {
            throw new IllegalStateException("on purpose");
        });
        timers.after(2, () -> {
            throw new NoClassDefFoundError("on purpose");
        });
        timers.after(3, () -> done.add("b"));
        assertThat(timers.nextDelay()).isEqualTo(2);
        now += 5;
        timers.runDue();
        assertThat(done).containsExactly("b");
    }

    @Test
    void theThreadWakesUpForAnEarlierTimer() throws InterruptedException {
        Timers real = new Timers(System::nanoTime);
        CountDownLatch ran = new CountDownLatch(1);
        try (TimerThread thread = new TimerThread(real).start()) {
            assertThat(thread).isNotNull();
            real.after(TimeUnit.HOURS.toNanos(1), () -> { });
            await().atMost(10, TimeUnit.SECONDS).until(() -> real.nextDelay() < TimeUnit.HOURS.toNanos(1));
            real.after(TimeUnit.MILLISECONDS.toNanos(5), ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
