package arcly.core.stream;

import static arcly.api.stream.StreamState.ENDED;
import static arcly.api.stream.StreamState.PUBLISHING;
import static arcly.api.stream.StreamState.STARTING;
import static arcly.api.stream.StreamState.SUSPENDED;
import static arcly.core.Studio.AUDIO;
import static arcly.core.Studio.CAM;
import static arcly.core.Studio.VIDEO;
import static arcly.core.Studio.audio;
import static arcly.core.Studio.drain;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.core.Studio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The transition table of {@link StreamState}, walked whole: every state with everything that can happen to it. */
class LifeTest {
    private final Studio studio = new Studio(Map.of("grace", "5000", "publisher.idle", "8000", "takeover", "replace"));
    private final Publication publication = studio.publish(CAM);
    private final LiveStream stream = publication.stream();

    @AfterEach
    void close() {
        studio.close();
    }

    private static final Consumer<LifeTest> FRAME = test -> test.publication.publish(video(0, true));
    private static final Consumer<LifeTest> LOST = test -> test.publication.suspend(CloseReason.LOST);
    private static final Consumer<LifeTest> GOODBYE = test -> test.publication.close(CloseReason.LEFT);
    private static final Consumer<LifeTest> NEWCOMER = test -> test.studio.publish(CAM);
    private static final Consumer<LifeTest> GRACE_OVER = test -> test.studio.pass(Duration.ofSeconds(5));
    private static final Consumer<LifeTest> SILENCE = test -> test.studio.pass(Duration.ofSeconds(9));
    private static final Consumer<LifeTest> END = test -> test.stream.end(CloseReason.KICKED);

    static Stream<Arguments> table() {
        return Stream.of(
                arguments(STARTING, "first frame", FRAME, PUBLISHING, null),
                arguments(STARTING, "publisher lost", LOST, ENDED, CloseReason.LOST),
                arguments(STARTING, "goodbye", GOODBYE, ENDED, CloseReason.LEFT),
                arguments(STARTING, "newcomer", NEWCOMER, STARTING, null),
                arguments(STARTING, "silence", SILENCE, ENDED, CloseReason.IDLE),
                arguments(STARTING, "end", END, ENDED, CloseReason.KICKED),
                arguments(PUBLISHING, "frame", FRAME, PUBLISHING, null),
                arguments(PUBLISHING, "publisher lost", LOST, SUSPENDED, null),
                arguments(PUBLISHING, "goodbye", GOODBYE, ENDED, CloseReason.LEFT),
                arguments(PUBLISHING, "newcomer", NEWCOMER, PUBLISHING, null),
                arguments(PUBLISHING, "silence", SILENCE, ENDED, CloseReason.IDLE),
                arguments(PUBLISHING, "end", END, ENDED, CloseReason.KICKED),
                arguments(SUSPENDED, "frame of the lost one", FRAME, SUSPENDED, null),
                arguments(SUSPENDED, "lost again", LOST, SUSPENDED, null),
                arguments(SUSPENDED, "goodbye of the lost one", GOODBYE, SUSPENDED, null),
                arguments(SUSPENDED, "newcomer", NEWCOMER, PUBLISHING, null),
                arguments(SUSPENDED, "grace over", GRACE_OVER, ENDED, CloseReason.GRACE_OVER),
                arguments(SUSPENDED, "end", END, ENDED, CloseReason.KICKED),
                arguments(ENDED, "frame", FRAME, ENDED, CloseReason.ENDED),
                arguments(ENDED, "publisher lost", LOST, ENDED, CloseReason.ENDED),
                arguments(ENDED, "goodbye", GOODBYE, ENDED, CloseReason.ENDED),
                arguments(ENDED, "newcomer", NEWCOMER, ENDED, CloseReason.ENDED),
                arguments(ENDED, "silence", SILENCE, ENDED, CloseReason.ENDED),
                arguments(ENDED, "end", END, ENDED, CloseReason.ENDED));
    }

    @ParameterizedTest(name = "{0}, {1} -> {3}")
    @MethodSource("table")
    void everyTransition(StreamState from, String what, Consumer<LifeTest> happening, StreamState to, CloseReason reason) {
        bringTo(from);
        happening.accept(this);
        assertThat(stream.state()).isEqualTo(to);
        assertThat(stream.endReason()).isEqualTo(reason);
        assertThat(studio.kernel.streams().find(CAM).filter(found -> found.id() == stream.id()).isPresent())
                .isEqualTo(to != ENDED);
    }

    private void bringTo(StreamState state) {
        switch (state) {
            case PUBLISHING -> FRAME.accept(this);
            case SUSPENDED -> {
                FRAME.accept(this);
                LOST.accept(this);
            }
            case ENDED -> stream.end(CloseReason.ENDED);
            default -> { }
        }
        assertThat(stream.state()).isEqualTo(state);
    }

    @Test
    void aNewStreamIsMadeUnderTheKeyOfOneThatEnded() {
        stream.end(CloseReason.ENDED);
        assertThat(publication.publish(video(0, true))).isEqualTo(Publication.Result.GONE);
        Publication next = studio.publish(CAM);
        assertThat(next.stream().id()).isNotEqualTo(stream.id());
        assertThat(next.stream().state()).isEqualTo(STARTING);
    }

    @Test
    void eventsTellTheLifeInOrderWithoutAGap() {
        publication.declare(List.of(VIDEO, AUDIO), true);
        publication.publish(video(0, true));
        publication.suspend(CloseReason.LOST);
        Publication again = studio.publish(CAM);
        again.publish(video(0, true));
        again.close(CloseReason.LEFT);
        for (int i = 0; i < studio.events.size(); i++) {
            assertThat(studio.events.get(i).sequence()).isEqualTo(i + 1);
        }
        assertThat(studio.takeEvents()).containsExactly(Type.SESSION_OPENED, Type.STARTED, Type.TRACKS_CHANGED, Type.READY,
                Type.SUSPENDED, Type.SESSION_OPENED, Type.RESUMED, Type.ENDED);
    }

    @Test
    void readersReadToTheEndAndAreToldWhy() {
        publication.publish(video(0, true));
        publication.publish(video(40, false));
        StreamReader reader = studio.read();
        int[] woken = {0};
        reader.arm(studio.loop(), () -> woken[0]++);
        studio.runTasks();
        assertThat(woken[0]).isEqualTo(1);
        publication.close(CloseReason.LEFT);
        studio.runTasks();
        assertThat(woken[0]).isEqualTo(2);
        assertThat(reader.isEnded()).isFalse();
        assertThat(reader.endReason()).isNull();
        assertThat(drain(reader)).isEqualTo("v0@0* v0@40");
        assertThat(reader.isEnded()).isTrue();
        assertThat(reader.endReason()).isEqualTo(CloseReason.LEFT);
        assertThatThrownBy(() -> stream.open(ReadOptions.viewer())).isInstanceOf(StreamException.class)
                .hasMessageContaining("ended");
        reader.close();
        assertThat(studio.kernel.ringBytes()).isZero();
    }

    @Test
    void theRingOfAnEndedStreamIsLetGoEvenIfItsReadersNeverCome() {
        publication.publish(video(0, true));
        StreamReader reader = studio.read();
        stream.end(CloseReason.ENDED);
        assertThat(studio.kernel.ringBytes()).isPositive();
        studio.pass(Duration.ofSeconds(40)); // evict.after and some ticks
        assertThat(reader.endReason()).isEqualTo(CloseReason.EVICTED);
        assertThat(studio.kernel.ringBytes()).isZero();
    }

    @Test
    void readyWhenThePublisherSaysSoOrAfterAWhile() {
        publication.declare(List.of(VIDEO), false);
        publication.publish(audio(-2_010)); // of video, where there is video
        publication.publish(video(-2_000, false));
        studio.pass(Duration.ofSeconds(2));
        assertThat(stream.isReady()).as("nobody could begin").isFalse();
        publication.publish(video(0, true));
        studio.pass(Duration.ofMillis(990));
        assertThat(stream.isReady()).isFalse();
        publication.publish(audio(900)); // a frame declares its track
        List<Boolean> seenReady = new ArrayList<>();
        stream.open(ReadOptions.service()).arm(studio.loop(), () -> seenReady.add(stream.isReady()));
        studio.runTasks();
        studio.pass(Duration.ofMillis(20));
        studio.runTasks();
        assertThat(stream.isReady()).isTrue();
        assertThat(seenReady).as("woken without another frame").containsExactly(false, true);
        assertThat(stream.tracks()).containsExactly(VIDEO, AUDIO);
    }

    @Test
    void tracksThatAreEqualAreNoChangeAndAnUnknownOneAfterCompletenessIsRefused() {
        publication.declare(List.of(VIDEO), true);
        studio.takeEvents();
        publication.declare(List.of(VIDEO.toBuilder().build()), true);
        publication.publish(Studio.frame(VIDEO.toBuilder().build(), 0, true));
        assertThat(studio.takeEvents()).isEmpty();
        assertThat(publication.publish(audio(0))).isEqualTo(Publication.Result.REFUSED);
        publication.publish(Studio.frame(VIDEO.toBuilder().size(640, 360).build(), 40, true));
        assertThat(studio.takeEvents()).containsExactly(Type.TRACKS_CHANGED);
        assertThat(stream.tracks().get(0).width()).isEqualTo(640);
        assertThat(stream.statistics().framesRefused()).isEqualTo(1);
    }

    @Test
    void timeThatGoesBackIsRefusedAndCountedAndHurtsNobody() {
        publication.publish(video(1_000, true));
        assertThat(publication.publish(video(999, false))).isEqualTo(Publication.Result.REFUSED);
        assertThat(publication.publish(audio(10))).isEqualTo(Publication.Result.ACCEPTED); // another track's time is its own
        assertThat(publication.publish(video(1_040, false))).isEqualTo(Publication.Result.ACCEPTED);
        assertThat(stream.statistics().framesRefused()).isEqualTo(1);
        assertThat(studio.kernel.counters().get("frames.refused")).isEqualTo(1);
    }

    @Test
    void aFrameThatIsRefusedDeclaresNothing() {
        publication.declare(List.of(VIDEO), false);
        publication.publish(video(1_000, true));
        studio.takeEvents();
        Track smaller = VIDEO.toBuilder().size(640, 360).build();
        assertThat(publication.publish(Studio.frame(smaller, 900, true))).isEqualTo(Publication.Result.REFUSED);
        assertThat(stream.tracks()).containsExactly(VIDEO);
        assertThat(studio.takeEvents()).isEmpty();
        assertThat(publication.publish(Studio.frame(smaller, 1_040, true))).isEqualTo(Publication.Result.ACCEPTED);
        assertThat(stream.tracks()).containsExactly(smaller);
        assertThat(studio.takeEvents()).containsExactly(Type.TRACKS_CHANGED);
    }

    @Test
    void figuresAreByTrack() {
        publication.declare(List.of(VIDEO, AUDIO), true);
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 25; i++) {
                publication.publish(Studio.frame(VIDEO, second * 1_000 + i * 40, i % 25 == 0 && second % 2 == 0, 1_000));
            }
            publication.publish(audio(second * 1_000));
            studio.pass(Duration.ofSeconds(1));
        }
        var figures = stream.statistics();
        assertThat(figures.tracks().get(0).frameRate()).isEqualTo(25.0);
        assertThat(figures.tracks().get(0).bitrate()).isEqualTo(200_000);
        assertThat(figures.tracks().get(0).keyframeInterval()).isEqualTo(2_000_000_000L);
        assertThat(figures.tracks().get(1).frameRate()).isEqualTo(1.0);
        assertThat(figures.bitrate()).isEqualTo(200_000 + 16 * 8);
        assertThat(figures.framesIn()).isEqualTo(260);
    }
}
