package arcly.core.stream;

import static arcly.core.Studio.audio;
import static arcly.core.Studio.drain;
import static arcly.core.Studio.frame;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamReader;
import arcly.api.session.ClientSession;
import arcly.core.Studio;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that are slow, pause or stop. */
class LagTest {
    private final Studio studio = new Studio(Map.of("ring.frames", "1024", "lag.time", "3000", "lag.bytes", "100000",
            "evict.after", "5000"));
    private final Publication publication = studio.publishing();

    @AfterEach
    void close() {
        studio.close();
    }

    /** One key frame a second, four frames of video a second, and audio in between. */
    private void publishSeconds(int from, int to) {
        for (int second = from; second < to; second++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                publication.publish(video(second * 1_000 + quarter * 250, quarter == 0));
                publication.publish(audio(second * 1_000 + quarter * 250 + 10));
            }
        }
    }

    @Test
    void overItsBudgetAReaderGoesToTheNewestKeyFrameAndIsToldWhatItMissed() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        assertThat(drain(reader)).startsWith("v0@0* a1@10");
        assertThat(reader.behind()).isZero();
        publishSeconds(1, 3);
        assertThat(reader.behind()).isEqualTo(2_000 * Studio.MILLI);
        publishSeconds(3, 6);
        studio.takeEvents();
        assertThat(reader.poll().dts()).isEqualTo(5_000 * Studio.MILLI);
        assertThat(reader.skipped()).isEqualTo(4 * 8);
        assertThat(reader.jumps()).isEqualTo(1);
        assertThat(reader.stream().statistics().readerJumps()).isEqualTo(1);
        assertThat(studio.takeEvents()).containsExactly(Type.READER_LAGGED);
        assertThat(drain(reader)).startsWith("a1@5010 v0@5250");
        assertThat(studio.kernel.counters().get("reader.jumps.service")).isEqualTo(1);
    }

    @Test
    void aBudgetOfItsOwn() {
        publishSeconds(0, 1);
        StreamReader patient = studio.cam().open(ReadOptions.viewer().withLagBudget(Duration.ofMinutes(1)));
        StreamReader hasty = studio.cam().open(ReadOptions.viewer().withLagBudget(Duration.ofMillis(1_100)));
        drain(patient);
        drain(hasty);
        publishSeconds(1, 6);
        assertThat(patient.poll().dts()).isEqualTo(1_000 * Studio.MILLI);
        assertThat(hasty.poll().dts()).isEqualTo(5_000 * Studio.MILLI);
    }

    @Test
    void overItsBudgetOfBytes() {
        publication.publish(frame(Studio.VIDEO, 0, true, 60_000));
        StreamReader reader = studio.read();
        assertThat(drain(reader)).isEqualTo("v0@0*");
        for (int i = 1; i <= 9; i++) {
            publication.publish(frame(Studio.VIDEO, i * 10, i % 3 == 0, 20_000));
        }
        assertThat(drain(reader)).isEqualTo("v0@90*");
        assertThat(reader.skipped()).isEqualTo(8);
    }

    @Test
    void withoutANewerKeyFrameItStaysWhereItIs() {
        publication.publish(video(0, true));
        StreamReader reader = studio.read();
        for (int i = 1; i <= 100; i++) {
            publication.publish(video(i * 100, false));
        }
        assertThat(drain(reader)).startsWith("v0@0* v0@100 v0@200").endsWith("v0@10000");
        assertThat(reader.jumps()).isZero();
    }

    @Test
    void aReaderThatFarBackOnPurposeIsNotLate() {
        publishSeconds(0, 30);
        StreamReader reader = studio.cam().open(ReadOptions.viewer().fromBack(Duration.ofSeconds(20)));
        assertThat(reader.poll().dts()).isEqualTo(9_000 * Studio.MILLI);
        assertThat(reader.jumps()).isZero();
    }

    @Test
    void lappedItGoesOnAtAKeyFrameAndCountsEveryFrame() {
        publishSeconds(0, 1);
        StreamReader reader = studio.cam().open(ReadOptions.viewer().withLagBudget(Duration.ofDays(1)));
        drain(reader);
        publishSeconds(1, 201);
        assertThat(reader.poll().dts()).isEqualTo(200_000 * Studio.MILLI);
        assertThat(reader.skipped()).isEqualTo(199 * 8);
        drain(reader);
        assertThat(reader.sequence()).isEqualTo(201 * 8 - 1);
    }

    @Test
    void lappedWithoutAKeyFrameInTheRingItWaitsForTheNextOne() {
        publication.publish(video(0, true));
        StreamReader reader = studio.read();
        drain(reader);
        for (int i = 1; i <= 2_000; i++) {
            publication.publish(video(i, false));
        }
        assertThat(reader.poll()).isNull();
        publication.publish(video(2_001, false));
        assertThat(reader.poll()).isNull();
        publication.publish(video(2_002, true));
        assertThat(drain(reader)).isEqualTo("v0@2002*");
        assertThat(reader.skipped()).isEqualTo(2_001);
    }

    @Test
    void lappedWithoutVideoItGoesOnALittleBehindTheLiveEdge() {
        StreamReader sound = studio.cam().open(ReadOptions.viewer().withTracks(id -> id == 1));
        publishSeconds(0, 200);
        assertThat(sound.poll().dts()).isEqualTo(198_760 * Studio.MILLI);
        assertThat(sound.jumps()).isEqualTo(1);
        assertThat(sound.skipped()).isEqualTo(198_760 / 250);
    }

    @Test
    void whoTakesNothingIsEvictedAndItsSessionClosed() {
        publishSeconds(0, 1);
        ClientSession session = studio.viewerSession(Studio.CAM);
        LiveStream stream = session.play(Duration.ofSeconds(1)).get();
        StreamReader slow = session.open(ReadOptions.viewer());
        assertThat(session.open(ReadOptions.viewer())).isSameAs(slow);
        StreamReader good = studio.read();
        StreamReader idle = studio.read();
        drain(idle); // nothing waits for it: it is not slow
        StringBuilder closed = new StringBuilder();
        session.arm(Runnable::run, closed::append);
        for (int i = 0; i < 7; i++) {
            studio.pass(Duration.ofSeconds(1));
            drain(good);
        }
        assertThat(slow.isEnded()).isTrue();
        assertThat(slow.endReason()).isEqualTo(CloseReason.EVICTED);
        assertThat(slow.poll()).isNull();
        assertThatThrownBy(() -> slow.arm(Runnable::run, () -> { })).isInstanceOf(StreamException.class);
        assertThat(session.closeReason()).isEqualTo(CloseReason.EVICTED);
        assertThat(closed).startsWith("evicted");
        assertThat(good.isEnded()).isFalse();
        assertThat(idle.isEnded()).isFalse();
        assertThat(stream.statistics().readersEvicted()).isEqualTo(1);
        assertThat(stream.statistics().viewers()).isEqualTo(2);
        assertThat(studio.kernel.counters().get("reader.evictions.test")).isEqualTo(1);
        assertThat(studio.takeEvents()).contains(Type.READER_EVICTED, Type.READER_LEFT, Type.SESSION_CLOSED);
    }

    @Test
    void whoPausesIsNeitherLateNorEvictedAndGoesOnAtTheNewestKeyFrame() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        drain(reader);
        reader.pause();
        publishSeconds(1, 9);
        studio.pass(Duration.ofSeconds(20));
        assertThat(reader.poll()).isNull();
        assertThat(reader.isPaused()).isTrue();
        assertThat(reader.isEnded()).isFalse();
        reader.resume();
        assertThat(drain(reader)).startsWith("v0@8000* a1@8010 v0@8250");
        assertThat(reader.skipped()).isZero();
        assertThat(reader.jumps()).isZero();
    }

    @Test
    void resumedWithinTheSameGroupOfPicturesItGoesOnWhereItStood() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        drain(reader);
        reader.pause();
        publication.publish(audio(1_000));
        reader.resume();
        publication.publish(video(1_040, false));
        assertThat(drain(reader)).isEqualTo("a1@1000 v0@1040");
    }

    @Test
    void pausedForLongerThanTheRing() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        drain(reader);
        reader.pause();
        publishSeconds(1, 300);
        reader.resume();
        assertThat(drain(reader)).startsWith("v0@299000* a1@299010");
    }

    @Test
    void aClosedReaderGivesNothingAndIsNotWoken() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        int[] woken = {0};
        reader.arm(studio.loop(), () -> woken[0]++);
        reader.close();
        studio.runTasks();
        publishSeconds(1, 2);
        studio.runTasks();
        assertThat(woken[0]).isZero();
        assertThat(reader.poll()).isNull();
        assertThat(reader.isEnded()).isTrue();
        assertThat(reader.endReason()).isEqualTo(CloseReason.LEFT);
        assertThat(studio.cam().statistics().readers()).isZero();
    }

    @Test
    void oneTaskWakesAllReadersOfAnExecutorAndNoneIsNeededWhileItWaits() {
        publishSeconds(0, 1);
        int[] woken = {0, 0};
        Executor loop = studio.loop();
        StreamReader[] readers = new StreamReader[10];
        for (int i = 0; i < readers.length; i++) {
            StreamReader reader = studio.read();
            readers[i] = reader;
            int which = i % 2;
            reader.arm(loop, () -> {
                woken[which]++;
                drain(reader);
            });
        }
        assertThat(studio.waitingTasks()).isEqualTo(1); // armed while frames wait
        studio.runTasks();
        assertThat(woken).containsExactly(5, 5);
        publishSeconds(1, 2);
        assertThat(studio.waitingTasks()).isEqualTo(1); // eight frames, ten readers
        readers[1].disarm();
        studio.runTasks();
        assertThat(woken).containsExactly(10, 9);
        publishSeconds(2, 3);
        readers[1].arm(loop, () -> woken[1] += 100);
        studio.runTasks();
        assertThat(woken).containsExactly(15, 113);
    }

    @Test
    void aReaderThatFailsWhenWokenDisturbsNoOther() {
        publishSeconds(0, 1);
        Executor loop = studio.loop();
        int[] woken = {0};
        studio.read().arm(loop, () -> {
            throw new NoClassDefFoundError("of a bundle that is gone");
        });
        studio.read().arm(loop, () -> woken[0]++);
        studio.runTasks();
        assertThat(woken[0]).isEqualTo(1);
        assertThat(studio.kernel.counters().get("wake.faults")).isEqualTo(1);
    }

    @Test
    void anExecutorThatRefusesHurtsNoPublisher() {
        publishSeconds(0, 1);
        StreamReader reader = studio.read();
        reader.arm(task -> {
            throw new RejectedExecutionException("shut down");
        }, () -> { });
        publishSeconds(1, 2);
        assertThat(studio.kernel.counters().get("wake.refused")).isPositive();
    }
}
