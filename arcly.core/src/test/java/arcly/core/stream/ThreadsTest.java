package arcly.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.Publication.Result;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publisher, readers and rival publishers on threads of their own. */
class ThreadsTest {
    private static final StreamKey CAM = StreamKey.of("live", "cam");
    private static final Track TRACK = Track.of(0, Codec.H264).build();
    private static final Payload BYTES = Payload.wrap(new byte[20]);

    private final Kernel kernel = Kernel.builder().application("live", Map.of("ring.frames", "256", "takeover", "replace",
            "publisher.idle", "0", "lag.time", "3600000")).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        kernel.close();
    }

    private Publication publish() {
        Answer<Publication> answer = kernel.sessions().open(SessionRequest.publisher("test", CAM).build())
                .publish(Duration.ofSeconds(10));
        while (!answer.isDone()) {
            Thread.onSpinWait(); // the former writer is inside publish
        }
        return answer.get();
    }

    private static Frame frame(long number, boolean key) {
        return Frame.of(TRACK).dts(number).key(key).payload(BYTES).build();
    }

    private static void finish(List<Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoeverIsClosedByAnotherReadsNoMore() throws Exception {
        Publication publication = publish();
        publication.declare(List.of(TRACK), true);
        for (int number = 0; number < 4; number++) {
            publication.publish(frame(number, number == 0));
        }
        AtomicInteger begun = new AtomicInteger();
        for (int round = 1; round <= 50_000; round++) {
            int now = round;
            StreamReader reader = publication.stream().open(ReadOptions.viewer());
            Future<?> reading = threads.submit(() -> {
                begun.set(now);
                reader.poll();
            });
            while (begun.get() < now) {
                Thread.onSpinWait();
            }
            reader.close();
            reading.get(60, TimeUnit.SECONDS);
            assertThat(reader.poll()).isNull();
        }
    }

    @Test
    void whoeverIsLappedMissesNothingUncounted() throws Exception {
        int frames = 400_000;
        Publication publication = publish();
        publication.declare(List.of(TRACK), true);
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int slowness = i * 20;
            StreamReader reader = publication.stream().open(ReadOptions.viewer());
            readers.add(threads.submit(() -> readAll(reader, frames, slowness)));
        }
        for (int i = 0; i < frames; i++) {
            publication.publish(frame(i, i % 40 == 0));
        }
        publication.close(CloseReason.LEFT);
        finish(readers);
        assertThat(kernel.ringBytes()).isZero();
    }

    /** Checks that numbers only go up, that each gap is counted, and that reading goes on at a key frame after each. */
    private static Void readAll(StreamReader reader, int frames, int slowness) {
        long next = 0;
        long read = 0;
        long first = -1; // what came before it was never this reader's, even if it stood there and was moved on
        long skippedBefore = 0;
        while (!reader.isEnded()) {
            Frame frame = reader.poll();
            if (frame == null) {
                Thread.onSpinWait();
                continue;
            }
            assertThat(reader.sequence()).isEqualTo(frame.dts());
            if (frame.dts() != next) {
                assertThat(frame.dts()).isGreaterThan(next);
                assertThat(frame.isKey()).isTrue();
            }
            if (first < 0) {
                first = frame.dts();
                skippedBefore = reader.skipped();
            }
            next = frame.dts() + 1;
            read++;
            for (int i = 0; i < slowness; i++) {
                Thread.onSpinWait();
            }
        }
        assertThat(read + reader.skipped() - skippedBefore).isEqualTo(frames - first);
        reader.close();
        return null;
    }

    /** A reader that waits for a key frame has it when it is woken for it: nothing need follow. */
    @Test
    void aKeyFrameThatIsWaitedForIsSeenWhenItComes() throws Exception {
        int rounds = 5_000;
        Publication publication = publish();
        publication.declare(List.of(TRACK), true);
        publication.publish(frame(0, true));
        StreamReader reader = publication.stream().open(ReadOptions.viewer());
        assertThat(reader.poll()).isNotNull();
        AtomicInteger waits = new AtomicInteger(); // the reader's word: its round, and less it when it has the key frame
        AtomicInteger written = new AtomicInteger(); // the publisher's: less the round before the key frame, the round after it
        Future<?> writes = threads.submit(() -> {
            for (int round = 1; round <= rounds; round++) {
                for (int i = 0; i < 256; i++) { // laps the reader, and lets the key frame before it go
                    publication.publish(frame(round, false));
                }
                written.set(-round);
                until(waits, round);
                publication.publish(frame(round, true));
                written.set(round);
                until(waits, -round);
            }
            return null;
        });
        for (int round = 1; round <= rounds; round++) {
            until(written, -round);
            assertThat(reader.poll()).isNull();
            waits.set(round);
            Frame frame = null;
            boolean over = false;
            while (frame == null && !over) {
                over = written.get() == round;
                frame = reader.poll();
            }
            assertThat(frame).as("key frame of round %d", round).isNotNull();
            assertThat(frame.dts()).isEqualTo(round);
            assertThat(frame.isKey()).isTrue();
            waits.set(-round);
        }
        finish(List.of(writes));
    }

    /** Not by a latch: the two are to meet within nanoseconds. */
    private static void until(AtomicInteger word, int value) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (word.get() != value) {
            Thread.onSpinWait();
            if (Thread.interrupted() || System.nanoTime() - deadline > 0) {
                throw new InterruptedException("still " + word.get() + ", not " + value);
            }
        }
    }

    @Test
    void noWakeIsLost() throws Exception {
        Publication publication = publish();
        publication.declare(List.of(TRACK), true);
        List<ExecutorService> loops = List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor(),
                Executors.newFixedThreadPool(3));
        try {
            List<AtomicLong> seen = new ArrayList<>();
            AtomicInteger together = new AtomicInteger();
            for (int i = 0; i < 30; i++) {
                AtomicLong last = new AtomicLong(-1);
                seen.add(last);
                StreamReader reader = publication.stream().open(ReadOptions.viewer());
                boolean pool = i % 3 == 2;
                AtomicInteger inside = new AtomicInteger();
                reader.arm(loops.get(i % 3), () -> {
                    if (pool && inside.getAndIncrement() != 0) {
                        together.incrementAndGet();
                    }
                    for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                        last.set(frame.dts());
                    }
                    inside.set(0);
                });
            }
            for (int i = 0; i < 20_000; i++) {
                publication.publish(frame(i, i % 10 == 0));
                if (i % 50 == 0) { // everybody must come to know of this one by being woken: nothing follows until it did
                    long number = i;
                    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(10, TimeUnit.SECONDS)
                            .until(() -> seen.stream().allMatch(last -> last.get() == number));
                } else if (i % 7 == 0) {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(5_000));
                }
            }
            assertThat(together).hasValue(0);
        } finally {
            loops.forEach(ExecutorService::shutdown);
        }
    }

    @Test
    void armedAndDisarmedWhileFramesComeNoWakeIsLost() throws Exception {
        Publication publication = publish();
        ExecutorService loop = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 3_000; i++) {
                StreamReader reader = publication.stream().open(ReadOptions.viewer().fromLiveEdge());
                AtomicLong last = new AtomicLong(-1);
                int number = i;
                Future<?> publishes = threads.submit(() -> publication.publish(frame(number, true)));
                Callable<Void> arms = () -> {
                    reader.arm(loop, () -> {
                        for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                            last.set(frame.dts());
                        }
                    });
                    return null;
                };
                finish(List.of(publishes, threads.submit(arms)));
                await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(10, TimeUnit.SECONDS)
                        .until(() -> last.get() == number);
                reader.close();
            }
            assertThat(publication.stream().statistics().readers()).isZero();
        } finally {
            loop.shutdown();
        }
    }

    /** Each of two threads takes the stream from the other again and again: one writes at a time, and time never goes back. */
    @Test
    void twoFightForOneClaim() throws Exception {
        Publication first = publish();
        first.publish(frame(0, true));
        StreamReader reader = first.stream().open(ReadOptions.viewer());
        List<Future<?>> rivals = new ArrayList<>();
        AtomicLong accepted = new AtomicLong(1);
        for (int rival = 1; rival <= 2; rival++) {
            byte[] name = {(byte) rival};
            rivals.add(threads.submit(() -> {
                for (int round = 0; round < 500; round++) {
                    Publication mine = publish();
                    int number = 0;
                    while (!mine.isEnded() && number < 200) {
                        Result result = mine.publish(Frame.of(TRACK).dts(number).key(number % 10 == 0)
                                .payload(Payload.wrap(name)).build());
                        if (result == Result.ACCEPTED) {
                            accepted.incrementAndGet();
                        }
                        number++;
                    }
                }
                return null;
            }));
        }
        long read = 0;
        long lastDts = Long.MIN_VALUE;
        int lastRival = 0;
        boolean over = false;
        while (!over) {
            over = rivals.stream().allMatch(Future::isDone);
            for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                read++;
                assertThat(frame.dts()).isGreaterThanOrEqualTo(lastDts);
                int rival = frame.payload().size() == 1 ? frame.payload().byteAt(0) : 0;
                if (rival != lastRival && reader.jumps() == 0) {
                    assertThat(frame.isDiscontinuity()).isTrue();
                    assertThat(frame.isKey()).isTrue();
                }
                lastDts = frame.dts();
                lastRival = rival;
            }
        }
        finish(rivals);
        assertThat(read + reader.skipped()).isEqualTo(accepted.get());
        assertThat(kernel.streams().live()).hasSize(1);
        assertThat(first.stream().statistics().framesIn()).isEqualTo(accepted.get());
    }

    /** The former writer is inside publish when it is replaced: what it writes is read, and the newcomer comes after it. */
    @Test
    void aTakeoverIsCompleteWhenTheFormerWriterHasLeft() throws Exception {
        Publication first = publish();
        for (int i = 0; i < 2_000; i++) {
            Publication former = first;
            int number = i;
            Future<Result> writes = threads.submit(() -> former.publish(frame(number, true)));
            Publication next = publish();
            Result result = next.publish(frame(0, true));
            assertThat(result).isEqualTo(Result.ACCEPTED);
            assertThat(writes.get(10, TimeUnit.SECONDS)).isIn(Result.ACCEPTED, Result.GONE);
            assertThat(former.publish(frame(number, true))).isEqualTo(Result.GONE);
            first = next;
        }
    }

    @Test
    void whoComesSecondToAFreeKeyIsRefusedWhoeverItIs() throws Exception {
        kernel.applications().configure("arcly.application~live", Map.of("takeover", "reject"));
        for (int i = 0; i < 500; i++) {
            StreamKey key = StreamKey.of("live", "cam" + i);
            List<Future<?>> both = new ArrayList<>();
            AtomicInteger granted = new AtomicInteger();
            AtomicInteger busy = new AtomicInteger();
            for (int rival = 0; rival < 2; rival++) {
                both.add(threads.submit(() -> {
                    try {
                        kernel.sessions().open(SessionRequest.publisher("test", key).build())
                                .publish(Duration.ofSeconds(5)).get();
                        granted.incrementAndGet();
                    } catch (StreamException e) {
                        assertThat(e.reason()).isEqualTo(StreamException.Reason.BUSY);
                        busy.incrementAndGet();
                    }
                }));
            }
            finish(both);
            assertThat(granted).hasValue(1);
            assertThat(busy).hasValue(1);
        }
        assertThat(kernel.streams().live()).hasSize(500);
    }
}
