package arcly.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamListener;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners hurt only themselves. */
class EventBoardTest {
    private static final StreamKey CAM = StreamKey.of("live", "cam");
    private static final long SECOND = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final EventBoard board = new EventBoard(Clock.systemUTC(), tasks::add, counters);

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void everyListenerHearsAllInOrderOffTheCallersThread() {
        List<Long> heard = new ArrayList<>();
        board.add(event -> heard.add(event.sequence()), "one 1.0");
        for (int i = 0; i < 5; i++) {
            board.happened(Type.STARTED, CAM);
        }
        assertThat(heard).isEmpty();
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void oneThatThrowsIsHeardNoMoreAfterRepeatedFaultsAndTheOthersStay() {
        List<Long> heard = new ArrayList<>();
        int[] called = {0};
        board.add(event -> {
            called[0]++;
            throw new NoSuchMethodError("of another version");
        }, "bad 1.0");
        board.add(event -> heard.add(event.sequence()), "good 1.0");
        for (int i = 0; i < 20; i++) {
            board.happened(Type.STARTED, CAM);
        }
        runTasks();
        assertThat(called[0]).isEqualTo(Lane.MOST_FAULTS);
        assertThat(heard).hasSize(20);
        assertThat(board.listeners()).isEqualTo(1);
        assertThat(counters.get("listener.faults")).isEqualTo(Lane.MOST_FAULTS);
        assertThat(counters.get("listener.unbound")).isEqualTo(1);
    }

    @Test
    void oneThatFailsNowAndThenStays() {
        int[] called = {0};
        board.add(event -> {
            if (called[0]++ % 2 == 0) {
                throw new IllegalStateException("now and then");
            }
        }, "moody 1.0");
        for (int i = 0; i < 50; i++) {
            board.happened(Type.STARTED, CAM);
        }
        runTasks();
        assertThat(called[0]).isEqualTo(50);
        assertThat(board.listeners()).isEqualTo(1);
    }

    @Test
    void aQueueThatIsFullLeavesAGapInTheNumbers() {
        List<Long> heard = new ArrayList<>();
        board.add(event -> heard.add(event.sequence()), "slow 1.0");
        for (int i = 0; i < Lane.MOST_WAITING + 10; i++) {
            board.happened(Type.STARTED, CAM);
        }
        runTasks();
        board.happened(Type.ENDED, CAM);
        runTasks();
        assertThat(heard).hasSize(Lane.MOST_WAITING + 1).last().isEqualTo(Lane.MOST_WAITING + 11L);
        assertThat(counters.get("listener.events.dropped")).isEqualTo(10);
    }

    @Test
    void removedItHearsNothingThatWaits() {
        List<StreamEvent> heard = new ArrayList<>();
        StreamListener listener = heard::add;
        board.add(listener, "gone 1.0");
        board.happened(Type.STARTED, CAM);
        board.remove(listener);
        runTasks();
        board.happened(Type.ENDED, CAM);
        runTasks();
        assertThat(heard).isEmpty();
        assertThat(board.listeners()).isZero();
    }

    @Test
    void oneThatStallsIsUnboundAndTheOthersGoOn() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try {
            EventBoard busy = new EventBoard(Clock.systemUTC(), threads, counters);
            List<Long> heard = Collections.synchronizedList(new ArrayList<>());
            busy.add(event -> {
                stalled.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "stalls 1.0");
            busy.add(event -> heard.add(event.sequence()), "good 1.0");
            busy.happened(Type.STARTED, CAM);
            assertThat(stalled.await(10, TimeUnit.SECONDS)).isTrue();
            long now = 0;
            for (int i = 0; i <= 5 * Lane.MOST_FAULTS && busy.listeners() == 2; i++) {
                now += SECOND;
                busy.watch(now);
            }
            assertThat(busy.listeners()).isEqualTo(1);
            busy.happened(Type.ENDED, CAM);
            await().atMost(10, TimeUnit.SECONDS).until(() -> heard.equals(List.of(1L, 2L)));
        } finally {
            goOn.countDown();
            threads.shutdown();
        }
    }
}
