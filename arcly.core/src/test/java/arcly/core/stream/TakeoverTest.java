package arcly.core.stream;

import static arcly.core.Studio.AUDIO;
import static arcly.core.Studio.CAM;
import static arcly.core.Studio.VIDEO;
import static arcly.core.Studio.audio;
import static arcly.core.Studio.drain;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.Publication.Result;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.core.Studio;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two publishers of one stream, and what becomes of its timeline. */
class TakeoverTest {

    private static Publication from(Studio studio, String address) {
        ClientSession session = studio.kernel.sessions().open(
                SessionRequest.publisher("test", CAM).peer(new InetSocketAddress(address, 4000)).build());
        return session.publish(Duration.ofSeconds(1)).get();
    }

    @Test
    void rejectsTheNewcomerButNotTheSameOneOnceItsFormerSelfIsSilent() {
        try (Studio studio = new Studio()) {
            Publication first = from(studio, "127.0.0.1");
            first.declare(List.of(VIDEO, AUDIO), true);
            first.publish(video(0, true));
            studio.pass(Duration.ofMillis(1_900));
            refusedAsBusy(studio, "127.0.0.1");
            studio.pass(Duration.ofMillis(200));
            refusedAsBusy(studio, "127.0.0.2");
            Publication again = from(studio, "127.0.0.1");
            assertThat(first.isEnded()).isTrue();
            assertThat(first.endReason()).isEqualTo(CloseReason.REPLACED);
            assertThat(first.publish(video(40, false))).isEqualTo(Result.GONE);
            assertThat(again.publish(video(0, true))).isEqualTo(Result.ACCEPTED);
            assertThat(studio.cam().state()).isEqualTo(StreamState.PUBLISHING);
        }
    }

    private static void refusedAsBusy(Studio studio, String address) {
        assertThatThrownBy(() -> from(studio, address)).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.BUSY)).hasMessageContaining("test session s1");
    }

    @Test
    void replacesAndViewersStay() {
        try (Studio studio = new Studio(Map.of("takeover", "replace"))) {
            Publication first = studio.publishing();
            List<PublicationSignal> signals = new ArrayList<>();
            first.arm(studio.loop(), signals::add);
            first.publish(video(0, true));
            first.publish(audio(0));
            StreamReader reader = studio.read();
            assertThat(drain(reader)).isEqualTo("v0@0* a1@0");
            studio.pass(Duration.ofMillis(300));
            Publication second = studio.publish(CAM);
            studio.runTasks();
            assertThat(signals).extracting(Object::toString).containsExactly("ended: replaced (another publisher took over)");
            assertThat(studio.takeEvents()).contains(Type.TAKEN_OVER);
            studio.pass(Duration.ofMillis(200));
            assertThat(second.publish(video(7_000, false))).isEqualTo(Result.REFUSED); // not decodable after the other's
            second.publish(audio(7_000));
            second.publish(video(7_020, true));
            second.publish(audio(7_040));
            second.publish(video(7_060, false));
            assertThat(drain(reader)).isEqualTo("a1@500! v0@520*! a1@540 v0@560");
            assertThat(reader.skipped()).isZero();
        }
    }

    @Test
    void afterAResumeOneOffsetMovesAllTracksByTheTimeThatPassed() {
        try (Studio studio = new Studio()) {
            Publication first = studio.publishing();
            first.publish(video(50_000, true));
            first.publish(audio(50_020));
            StreamReader reader = studio.read();
            drain(reader);
            studio.pass(Duration.ofMillis(1_000));
            first.suspend(CloseReason.LOST);
            studio.pass(Duration.ofMillis(3_000));
            Publication again = studio.publish(CAM);
            again.declare(List.of(VIDEO, AUDIO), true);
            again.publish(video(100, true));
            again.publish(audio(90));
            again.publish(audio(110));
            again.publish(video(140, false));
            assertThat(drain(reader)).isEqualTo("v0@54020*! a1@54010! a1@54030 v0@54060");
            assertThat(studio.cam().tracks()).containsExactly(VIDEO, AUDIO);
        }
    }

    @Test
    void aPublicationThatBeganBeforeAnyFrameHasNoOffset() {
        try (Studio studio = new Studio(Map.of("takeover", "replace"))) {
            studio.publishing();
            Publication second = studio.publishing();
            second.publish(video(5_000, true));
            assertThat(drain(studio.read())).isEqualTo("v0@5000*");
        }
    }

    @Test
    void onStandbyFramesAreRefusedUntilThePublisherGoes() {
        try (Studio studio = new Studio(Map.of("takeover", "standby"))) {
            Publication first = studio.publishing();
            first.publish(video(0, true));
            StreamReader reader = studio.read();
            drain(reader);
            Publication second = studio.publish(CAM);
            Publication third = studio.publish(CAM);
            List<PublicationSignal> signals = new ArrayList<>();
            second.arm(Runnable::run, signals::add);
            second.declare(List.of(VIDEO.toBuilder().size(640, 360).build(), AUDIO), true);
            second.metadata("encoder", "two");
            assertThat(second.publish(video(900, true))).isEqualTo(Result.REFUSED);
            assertThat(studio.cam().statistics().framesRefused()).isZero();
            assertThat(studio.cam().tracks()).containsExactly(VIDEO, AUDIO);

            studio.pass(Duration.ofMillis(80));
            first.close(CloseReason.LEFT);
            assertThat(studio.cam().state()).isEqualTo(StreamState.PUBLISHING);
            assertThat(studio.cam().tracks().get(0).width()).isEqualTo(640);
            assertThat(studio.cam().metadata()).containsEntry("encoder", "two");
            assertThat(signals).extracting(PublicationSignal::kind).containsExactly(PublicationSignal.Kind.KEYFRAME_WANTED);
            second.publish(Studio.frame(studio.cam().tracks().get(0), 1_000, true));
            assertThat(drain(reader)).isEqualTo("v0@80*!");

            second.suspend(CloseReason.LOST); // the next one need not wait for the grace
            third.publish(video(0, true));
            assertThat(drain(reader)).isEqualTo("v0@80*!");
            third.close(CloseReason.LEFT);
            assertThat(studio.kernel.streams().live()).isEmpty();
        }
    }

    @Test
    void notMoreThanAFewOnStandbyAndThoseThatLeaveMakeRoom() {
        try (Studio studio = new Studio(Map.of("takeover", "standby"))) {
            studio.publishing();
            List<Publication> waiting = new ArrayList<>();
            for (int i = 0; i < HostedStream.MOST_ON_STANDBY; i++) {
                waiting.add(studio.publish(CAM));
            }
            Answer<Publication> tooMany = studio.publisherSession(CAM).publish(Duration.ofSeconds(1));
            assertThatThrownBy(tooMany::get).hasMessageContaining("published already");
            waiting.get(0).close(CloseReason.LEFT);
            assertThat(studio.publish(CAM).isEnded()).isFalse();
            studio.cam().end(CloseReason.KICKED);
            assertThat(waiting).allMatch(Publication::isEnded);
        }
    }

    @Test
    void onlyItsHolderEndsAStream() {
        try (Studio studio = new Studio(Map.of("takeover", "replace"))) {
            Publication first = studio.publishing();
            first.publish(video(0, true));
            Publication second = studio.publish(CAM);
            first.close(CloseReason.LEFT);
            first.suspend(CloseReason.LOST);
            assertThatThrownBy(() -> first.declare(List.of(VIDEO), true)).isInstanceOf(StreamException.class);
            first.metadata("a", "b");
            assertThat(studio.cam().metadata()).isEmpty();
            assertThat(studio.cam().state()).isEqualTo(StreamState.PUBLISHING);
            assertThat(second.publish(video(40, true))).isEqualTo(Result.ACCEPTED);
        }
    }

    @Test
    void signalsAreKeptWhileNobodyIsArmedAndToldOneByOne() {
        try (Studio studio = new Studio()) {
            Publication publication = studio.publishing();
            publication.publish(video(0, true));
            StreamReader reader = studio.read();
            reader.requestKeyframe(0);
            reader.requestKeyframe(0);
            reader.requestKeyframe(1); // audio: nothing to ask for
            reader.requestKeyframe(7);
            List<String> told = new ArrayList<>();
            publication.arm(studio.loop(), signal -> {
                told.add("old: " + signal);
                publication.disarm();
            });
            reader.requestKeyframe(0); // within the same second: waits
            publication.close(CloseReason.LEFT);
            studio.runTasks();
            assertThat(told).containsExactly("old: ended: client.left (the client left)");
            publication.arm(studio.loop(), signal -> told.add("new: " + signal));
            studio.runTasks();
            assertThat(told).last().isEqualTo("new: ended: client.left (the client left)");
        }
    }

    @Test
    void keyFrameRequestsAreOneATrackAndSecondAndNoneIsForgotten() {
        try (Studio studio = new Studio()) {
            Publication publication = studio.publishing();
            publication.publish(video(0, true));
            List<PublicationSignal> told = new ArrayList<>();
            publication.arm(Runnable::run, told::add);
            StreamReader reader = studio.read();
            for (int i = 0; i < 50; i++) {
                reader.requestKeyframe(0);
                studio.pass(Duration.ofMillis(30));
            }
            assertThat(told).hasSize(2);
            studio.pass(Duration.ofMillis(500));
            assertThat(told).hasSize(3); // the one that came too soon
            reader.requestKeyframe(0);
            publication.publish(video(40, true)); // it is there
            studio.pass(Duration.ofSeconds(3));
            assertThat(told).hasSize(3);
        }
    }
}
