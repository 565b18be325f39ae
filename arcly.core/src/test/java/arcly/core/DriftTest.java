package arcly.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.Application;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens, and however much of it at once: in the end every count is back at zero. */
class DriftTest {
    private static final Track TRACK = Track.of(0, Codec.H264).build();
    private static final CloseReason[] REASONS = {CloseReason.LEFT, CloseReason.LOST, CloseReason.KICKED, CloseReason.PROTOCOL};

    private final List<Throwable> faults = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1, reject", "2, replace", "3, standby", "4, replace"})
    void countsCannotDrift(long seed, String takeover) throws Exception {
        Kernel kernel = Kernel.builder().application("live", Map.of("takeover", takeover, "grace", "20", "takeover.stale", "100",
                "ring.frames", "64", "tracks.wait", "0")).build();
        AtomicLong readers = new AtomicLong();
        kernel.events().add(event -> {
            switch (event.type()) {
                case READER_JOINED -> readers.incrementAndGet();
                case READER_LEFT -> readers.decrementAndGet();
                default -> { }
            }
        }, "the test");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService loop = Executors.newSingleThreadExecutor();
        try {
            List<Future<?>> actors = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seed * 100 + i);
                actors.add(threads.submit(() -> act(kernel, random, loop)));
            }
            for (Future<?> actor : actors) {
                actor.get(60, TimeUnit.SECONDS);
            }
            kernel.sessions().list().forEach(session -> session.close(CloseReason.SHUTDOWN));
            assertThat(kernel.sessions().list()).isEmpty();
            await().atMost(10, TimeUnit.SECONDS).until(() -> kernel.streams().live().isEmpty()); // graces run out
            await().atMost(10, TimeUnit.SECONDS).until(() -> kernel.ringBytes() == 0);
            await().atMost(10, TimeUnit.SECONDS).until(() -> readers.get() == 0);
            assertThat(kernel.streams().applications()).extracting(Application::streams).containsExactly(0);
            assertThat(kernel.streamCount()).isZero();
            assertThat(kernel.sessionCount()).isZero();
            assertThat(faults).isEmpty();
        } finally {
            threads.shutdownNow();
            loop.shutdown();
            kernel.close();
        }
    }

    private void act(Kernel kernel, Random random, ExecutorService loop) {
        List<ClientSession> mine = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            StreamKey key = StreamKey.of("live", "cam" + random.nextInt(3));
            try {
                switch (random.nextInt(10)) {
                    case 0, 1 -> {
                        ClientSession session = kernel.sessions().open(SessionRequest.publisher("test", key).build());
                        mine.add(session);
                        session.publish(Duration.ofMillis(random.nextInt(20)));
                    }
                    case 2, 3 -> {
                        ClientSession session = kernel.sessions().open(SessionRequest.viewer("test", key).build());
                        mine.add(session);
                        session.play(Duration.ofMillis(random.nextInt(20)));
                    }
                    case 4 -> kernel.streams().find(key).ifPresent(stream -> {
                        if (random.nextInt(10) == 0) {
                            stream.end(CloseReason.KICKED);
                        }
                    });
                    case 5 -> {
                        if (!mine.isEmpty()) {
                            mine.remove(random.nextInt(mine.size())).end(REASONS[random.nextInt(REASONS.length)]);
                        }
                    }
                    case 6 -> kernel.sessions().list().stream().skip(random.nextInt(5)).findFirst()
                            .ifPresent(session -> session.close(CloseReason.KICKED));
                    default -> {
                        if (!mine.isEmpty()) {
                            use(mine.get(random.nextInt(mine.size())), random, loop);
                        }
                    }
                }
            } catch (StreamException e) {
                // refusals are part of the game
            } catch (RuntimeException e) {
                synchronized (faults) {
                    faults.add(e);
                }
            }
        }
    }

    private static void use(ClientSession session, Random random, ExecutorService loop) {
        Answer<Publication> publishing = session.publishing();
        Answer<LiveStream> playing = session.playing();
        if (publishing != null && publishing.isDone()) {
            Publication publication = publishing.get();
            for (int i = 0; i < 20; i++) {
                publication.publish(Frame.of(TRACK).dts(System.nanoTime()).key(i == 0)
                        .payload(Payload.wrap(new byte[random.nextInt(30_000) + 1])).build());
            }
        } else if (playing != null && playing.isDone()) {
            playing.get(); // refused: nothing to open
            StreamReader reader = session.reader();
            if (reader == null) {
                reader = session.open(ReadOptions.viewer());
            }
            StreamReader read = reader;
            if (random.nextInt(4) != 0) {
                reader.arm(loop, () -> {
                    while (read.poll() != null) {
                        Thread.onSpinWait();
                    }
                });
            }
        }
    }
}
