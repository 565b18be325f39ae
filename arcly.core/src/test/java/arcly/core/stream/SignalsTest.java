package arcly.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.api.stream.PublicationListener;
import arcly.api.stream.PublicationSignal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a publisher is told, and how often. */
class SignalsTest {
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        other.shutdownNow();
    }

    @Test
    void whoeverIsArmedAfterTheEndHearsOfItToo() {
        Signals signals = new Signals();
        AtomicInteger one = new AtomicInteger();
        AtomicInteger two = new AtomicInteger();
        signals.arm(Runnable::run, counting(one));
        signals.ended(CloseReason.LEFT);
        signals.arm(Runnable::run, counting(two));
        assertThat(one).hasValue(1);
        assertThat(two).hasValue(1);
    }

    /** The stream ends while the publisher arms: it hears of the end once, whichever came first. */
    @Test
    void theEndIsToldOnceToWhoeverIsArmedMeanwhile() throws Exception {
        for (int round = 0; round < 3_000; round++) {
            Signals signals = new Signals();
            AtomicInteger heard = new AtomicInteger();
            both(() -> signals.ended(CloseReason.LEFT), () -> signals.arm(Runnable::run, counting(heard)));
            assertThat(heard).as("round %d", round).hasValue(1);
        }
    }

    /** The stream ends while one generation of a bundle is armed after the other: the later one hears of it, in any case. */
    @Test
    void theEndIsToldToWhoeverIsArmedLast() throws Exception {
        for (int round = 0; round < 3_000; round++) {
            Signals signals = new Signals();
            AtomicInteger former = new AtomicInteger();
            AtomicInteger last = new AtomicInteger();
            signals.arm(Runnable::run, counting(former));
            both(() -> signals.ended(CloseReason.LEFT), () -> signals.arm(Runnable::run, counting(last)));
            assertThat(former.get()).as("round %d", round).isLessThanOrEqualTo(1);
            assertThat(last).as("round %d", round).hasValue(1);
        }
    }

    /** At one time, as nearly as can be. */
    private void both(Runnable one, Runnable two) throws Exception {
        AtomicInteger ready = new AtomicInteger();
        Future<?> first = other.submit(() -> {
            meet(ready);
            one.run();
        });
        meet(ready);
        two.run();
        first.get(60, TimeUnit.SECONDS);
    }

    private static void meet(AtomicInteger ready) {
        ready.incrementAndGet();
        while (ready.get() < 2) {
            Thread.onSpinWait();
        }
    }

    private static PublicationListener counting(AtomicInteger ends) {
        return signal -> {
            if (signal.kind() == PublicationSignal.Kind.ENDED) {
                ends.incrementAndGet();
            }
        };
    }
}
