package arcly.core.stream;

import static arcly.core.Studio.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.SourceProvider;
import arcly.api.stream.SourceRequest;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamReader;
import arcly.core.Studio;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are brought when somebody wants them. */
class DemandTest {
    private final Studio studio = new Studio(Map.of("ondemand.delay", "3000", "publisher.idle", "0"));
    private final List<String> asked = new ArrayList<>();
    private final List<SourceRequest> requests = new ArrayList<>();
    private Publication publication;

    private final SourceProvider brings = request -> {
        asked.add("brings " + request.key());
        requests.add(request);
        request.arm(Runnable::run, () -> {
            asked.add("idle");
            if (publication != null) {
                publication.close(CloseReason.IDLE);
            }
        });
        return true;
    };

    @AfterEach
    void close() {
        studio.close();
    }

    private Answer<LiveStream> play() {
        return studio.viewerSession(CAM).play(Duration.ofSeconds(5));
    }

    @Test
    void oneRequestForAllWhoWaitAndIdleAfterTheLastViewer() {
        studio.kernel.demands().add(request -> {
            asked.add("cannot");
            return false;
        }, 10, "other 1.0");
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        ClientSession viewer = studio.viewerSession(CAM);
        viewer.play(Duration.ofSeconds(5));
        ClientSession withoutReader = studio.viewerSession(CAM); // as one that fetches segments
        Answer<LiveStream> other = withoutReader.play(Duration.ofSeconds(5));
        assertThat(asked).containsExactly("cannot", "brings live/cam");
        assertThat(requests.get(0).deadline()).isEqualTo(Instant.EPOCH.plusNanos(studio.now()).plusSeconds(5));
        publication = studio.publishing();
        assertThat(other.isDone()).isTrue();
        viewer.open(ReadOptions.viewer());
        StreamReader two = studio.read();
        StreamReader service = studio.cam().open(ReadOptions.service());
        studio.pass(Duration.ofSeconds(10));
        assertThat(studio.cam().statistics().viewers()).isEqualTo(3);
        viewer.end(CloseReason.LEFT);
        studio.pass(Duration.ofSeconds(10));
        two.close();
        studio.pass(Duration.ofSeconds(10));
        assertThat(studio.cam().statistics().viewers()).isEqualTo(1);
        withoutReader.end(CloseReason.LEFT);
        studio.pass(Duration.ofMillis(2_900));
        StreamReader three = studio.read();
        studio.pass(Duration.ofSeconds(10)); // another came in time
        assertThat(asked).doesNotContain("idle");
        three.close();
        studio.pass(Duration.ofMillis(3_100));
        assertThat(asked).last().isEqualTo("idle");
        assertThat(studio.kernel.streams().live()).isEmpty();
        assertThat(service.endReason()).isEqualTo(CloseReason.IDLE);

        play(); // wanted again: asked again
        assertThat(asked).filteredOn("brings live/cam"::equals).hasSize(2);
    }

    @Test
    void aFailureIsToldToAllWhoWait() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        Answer<LiveStream> one = play();
        Answer<LiveStream> two = play();
        requests.get(0).failed(new StreamException(Reason.UNSUPPORTED, "the camera speaks in tongues"));
        for (Answer<LiveStream> answer : List.of(one, two)) {
            assertThatThrownBy(answer::get).isInstanceOfSatisfying(StreamException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED)).hasMessageContaining("tongues");
        }
    }

    @Test
    void aProviderThatComesLaterIsAskedForWhatIsWaitedForAndOneThatThrowsIsPassedOver() {
        Answer<LiveStream> waits = play();
        studio.kernel.demands().add(request -> {
            throw new NoClassDefFoundError("broken");
        }, 0, "broken 1.0");
        assertThat(studio.kernel.counters().get("source.faults")).isEqualTo(1);
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        assertThat(asked).containsExactly("brings live/cam");
        publication = studio.publishing();
        assertThat(waits.get()).isSameAs(publication.stream());
    }

    @Test
    void aProviderThatBringsNothingIsToldThatNobodyWaitsAnyMore() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        Answer<LiveStream> answer = play();
        studio.pass(Duration.ofMillis(5_100));
        assertThatThrownBy(answer::get).isInstanceOf(StreamException.class);
        assertThat(asked).containsExactly("brings live/cam", "idle");
        play();
        assertThat(asked).hasSize(3);
    }

    @Test
    void theSuccessorOfAProviderHearsWhenNobodyIsLeft() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        Answer<LiveStream> answer = play();
        publication = studio.publishing();
        StreamReader viewer = studio.read();
        studio.kernel.demands().remove(brings);
        studio.kernel.demands().add(request -> false, 0, "other 1.0");
        studio.kernel.demands().add(brings, 0, "brings 1.1");
        assertThat(asked).containsExactly("brings live/cam", "brings live/cam");
        assertThat(requests).hasSize(2).allMatch(request -> request.key().equals(CAM));
        viewer.close();
        answer.cancel();
        studio.kernel.sessions().list().forEach(session -> {
            if (session.role() == Session.Role.VIEWER) {
                session.close(CloseReason.LEFT);
            }
        });
        studio.pass(Duration.ofMillis(3_100));
        assertThat(asked).last().isEqualTo("idle");
    }

    @Test
    void aSuccessorThatIsThereAlreadyIsAskedAsTheFormerGoes() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        publication = studio.publishing();
        List<SourceRequest> inherited = new ArrayList<>();
        studio.kernel.demands().add(inherited::add, 0, "brings 1.1");
        assertThat(inherited).isEmpty();
        studio.kernel.demands().remove(brings);
        assertThat(inherited).extracting(SourceRequest::key).containsExactly(CAM);
    }

    @Test
    void whatTheFormerProviderStillDoesDoesNotReachItsSuccessor() {
        List<SourceRequest> former = new ArrayList<>();
        SourceProvider first = request -> {
            former.add(request);
            request.arm(Runnable::run, () -> asked.add("the former hears"));
            return true;
        };
        studio.kernel.demands().add(first, 10, "first 1.0");
        ClientSession viewer = studio.viewerSession(CAM);
        viewer.play(Duration.ofSeconds(5));
        publication = studio.publishing();
        studio.kernel.demands().add(brings, 0, "second 1.1");
        studio.kernel.demands().remove(first);
        assertThat(asked).containsExactly("brings live/cam");
        former.get(0).disarm();
        former.get(0).failed(new StreamException(Reason.GONE, "it has left"));
        former.get(0).arm(Runnable::run, () -> asked.add("the former hears"));
        viewer.end(CloseReason.LEFT);
        studio.pass(Duration.ofMillis(3_100));
        assertThat(asked).containsExactly("brings live/cam", "idle");
    }

    @Test
    void whatFellIdleWhileNoProviderWasThereIsToldToTheSuccessorUnlessSomebodyCameAgain() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        ClientSession viewer = studio.viewerSession(CAM);
        viewer.play(Duration.ofSeconds(5));
        publication = studio.publishing();
        studio.kernel.demands().remove(brings);
        viewer.end(CloseReason.LEFT);
        studio.pass(Duration.ofMillis(3_100));
        StreamReader late = studio.read();
        studio.kernel.demands().add(brings, 0, "brings 1.1");
        assertThat(asked).doesNotContain("idle");
        studio.kernel.demands().remove(brings);
        late.close();
        studio.pass(Duration.ofMillis(3_100));
        studio.kernel.demands().add(brings, 0, "brings 1.2");
        assertThat(asked).last().isEqualTo("idle");
    }

    @Test
    void aSessionOfAServiceIsNoAudience() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        ClientSession viewer = studio.viewerSession(CAM);
        viewer.play(Duration.ofSeconds(5));
        publication = studio.publishing();
        ClientSession relay = studio.kernel.sessions().open(SessionRequest.viewer("rtmp", CAM).service(true).build());
        relay.play(Duration.ofSeconds(5));
        relay.open(ReadOptions.service());
        assertThat(studio.cam().statistics().viewers()).isEqualTo(1);
        viewer.end(CloseReason.LEFT);
        studio.pass(Duration.ofMillis(3_100));
        assertThat(asked).last().isEqualTo("idle");
    }

    @Test
    void aProviderThatIsGoneHearsNothing() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        publication = studio.publishing();
        studio.kernel.demands().remove(brings);
        studio.pass(Duration.ofSeconds(10));
        assertThat(asked).containsExactly("brings live/cam");
        assertThat(studio.kernel.streams().live()).hasSize(1);
    }

    @Test
    void aProviderThatGoesWhileItIsAskedIsForgottenAndTheNextOneIsAskedOnce() {
        SourceProvider[] leaves = new SourceProvider[1];
        leaves[0] = request -> {
            asked.add("leaves");
            studio.kernel.demands().remove(leaves[0]);
            request.arm(Runnable::run, () -> asked.add("told what has gone"));
            return true;
        };
        studio.kernel.demands().add(leaves[0], 10, "leaves 1.0");
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        assertThat(asked).containsExactly("leaves", "brings live/cam");
        studio.pass(Duration.ofMillis(5_100));
        assertThat(asked).containsExactly("leaves", "brings live/cam", "idle");
    }

    @Test
    void aProviderThatGoesBeforeItsTurnIsNotAsked() {
        studio.kernel.demands().add(request -> {
            studio.kernel.demands().remove(brings);
            return false;
        }, 10, "other 1.0");
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        assertThat(asked).isEmpty();
    }

    @Test
    void aProviderThatComesWhileTheOthersAreAskedIsAskedToo() {
        studio.kernel.demands().add(request -> {
            if (asked.isEmpty()) {
                asked.add("cannot");
                studio.kernel.demands().add(brings, 0, "brings 1.0");
            }
            return false;
        }, 10, "other 1.0");
        play();
        assertThat(asked).containsExactly("cannot", "brings live/cam");
        studio.pass(Duration.ofMillis(5_100));
        assertThat(asked).containsExactly("cannot", "brings live/cam", "idle");
    }

    @Test
    void whoCameLaterIsAskedForAgainWhenTheFirstHasGivenUp() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        studio.pass(Duration.ofMillis(4_500));
        Answer<LiveStream> later = play();
        studio.pass(Duration.ofMillis(1_000));
        assertThat(asked).containsExactly("brings live/cam", "idle", "brings live/cam");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).deadline()).isAfter(Instant.EPOCH.plusNanos(studio.now()));
        publication = studio.publishing();
        assertThat(later.isDone()).isTrue();
    }

    @Test
    void whoComesWhileTheStreamEndsIsAskedFor() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        play();
        publication = studio.publishing();
        List<Answer<LiveStream>> late = new ArrayList<>();
        studio.kernel.events().add(event -> {
            if (event.type() == StreamEvent.Type.ENDED) {
                late.add(play());
            }
        }, "who comes late");
        publication.close(CloseReason.LEFT);
        assertThat(late).hasSize(1);
        assertThat(asked).containsExactly("brings live/cam", "brings live/cam");
    }

    @Test
    void aStreamThatIsThereIsNotAskedFor() {
        studio.kernel.demands().add(brings, 0, "brings 1.0");
        studio.publishing();
        assertThat(play().isDone()).isTrue();
        assertThat(studio.kernel.streams().await(CAM, Duration.ofSeconds(1)).isDone()).isTrue();
        assertThat(asked).isEmpty();
    }
}
