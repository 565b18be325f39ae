package arcly.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.core.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopPublisherTest {
    private static final StreamKey KEY = StreamKey.of("live", "demo");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Track SOUND = Track.of(0, Codec.OPUS).sampleRate(48_000).channels(2).build();
    private static final long STEP = 20_000_000L;
    /** Five frames, over in 100 ms. */
    private static final Loop SHORT = new Loop(LongStream.range(0, 5).mapToObj(LoopPublisherTest::frame).toList(), 5 * STEP);

    private final Kernel kernel = Kernel.builder().application("live", Map.of("grace", 2000)).build();
    private LoopPublisher publisher = publisher().start();

    private static Frame frame(long number) {
        return Frame.of(SOUND).dts(number * STEP).duration(STEP).key(true).payload(Payload.wrap(new byte[] {(byte) number})).build();
    }

    private LoopPublisher publisher() {
        return new LoopPublisher(kernel.sessions(), kernel.streams(), KEY, SHORT);
    }

    @AfterEach
    void stop() {
        publisher.close();
        kernel.close();
    }

    private LiveStream onAir() {
        await().atMost(SOON).until(() -> kernel.streams().find(KEY).filter(s -> s.state() == StreamState.PUBLISHING).isPresent());
        return kernel.streams().find(KEY).orElseThrow();
    }

    private static List<Frame> read(StreamReader reader, int count) {
        List<Frame> frames = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                frames.add(frame);
            }
            return frames.size() >= count;
        });
        return frames;
    }

    @Test
    void goesRoundAtThePaceOfTheClock() {
        StreamReader reader = onAir().open(ReadOptions.viewer());
        long from = System.nanoTime();
        List<Frame> frames = read(reader, 25);
        long took = System.nanoTime() - from;
        reader.close();

        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).dts() - frames.get(i - 1).dts()).isEqualTo(STEP);
            assertThat(frames.get(i).payload().byteAt(0)).isEqualTo((byte) ((frames.get(i - 1).payload().byteAt(0) + 1) % 5));
            assertThat(frames.get(i).isDiscontinuity()).isFalse();
        }
        assertThat(took).as("nanoseconds for frames of which some were there already").isGreaterThan(5 * STEP);
    }

    @Test
    void comesBackAfterItsStreamWasEnded() {
        LiveStream first = onAir();
        first.end(CloseReason.KICKED);
        await().atMost(SOON).until(() -> kernel.streams().find(KEY).filter(s -> s.id() != first.id()).isPresent());
        assertThat(onAir().tracks()).containsExactly(SOUND);
    }

    @Test
    void comesBackAfterItsSessionWasKicked() {
        onAir();
        Session kicked = kernel.sessions().list().iterator().next();
        kicked.close(CloseReason.KICKED);
        await().atMost(SOON).until(() -> kernel.sessions().list().stream().anyMatch(s -> s.state() == Session.State.ACTIVE));
        onAir();
    }

    @Test
    void waitsWhileSomebodyElsePublishes() {
        onAir();
        publisher.close();
        kernel.streams().find(KEY).orElseThrow().end(CloseReason.KICKED);
        ClientSession other = kernel.sessions().open(SessionRequest.publisher("test", KEY).build());
        Publication theirs = other.publish(SOON).get();
        theirs.declare(List.of(SOUND), true);
        theirs.publish(frame(0));

        publisher = publisher().start();
        long before = kernel.counters().all().getOrDefault("publish.busy", 0L);
        await().during(Duration.ofMillis(600)).atMost(SOON).until(() -> !theirs.isEnded());
        assertThat(kernel.counters().all().getOrDefault("publish.busy", 0L)).as("asked in vain").isEqualTo(before);

        other.end(CloseReason.LEFT);
        await().atMost(SOON).until(() -> kernel.sessions().list().stream().anyMatch(s -> s.protocol().equals(LoopPublisher.PROTOCOL)));
        onAir();
    }

    @Test
    void anotherGenerationResumesTheStream() {
        LiveStream stream = onAir();
        StreamReader reader = stream.open(ReadOptions.viewer());
        read(reader, 3);
        publisher.close();
        assertThat(stream.state()).isEqualTo(StreamState.SUSPENDED);

        publisher = publisher().start();
        assertThat(onAir().id()).isEqualTo(stream.id());
        List<Frame> after = read(reader, 5);
        assertThat(after).filteredOn(Frame::isDiscontinuity).hasSize(1);
        assertThat(reader.isEnded()).isFalse();
        reader.close();
    }

    @Test
    void leavesNoThread() {
        onAir();
        publisher.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("arcly-demo") && thread.isAlive());
    }
}
