package arcly.core.access;

import static arcly.core.Studio.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.access.AccessPolicy;
import arcly.api.access.AccessRequest;
import arcly.api.access.Decision;
import arcly.api.access.Proof;
import arcly.api.access.SecretSource;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.core.Studio;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may publish and who may play. */
class AccessTest {
    private static final InetSocketAddress AWAY = new InetSocketAddress("192.0.2.7", 5000);
    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5000);
    private static final InetSocketAddress HERE_6 = new InetSocketAddress("::1", 5000);

    private Studio studio = new Studio(Map.of("publish.key", "letmein", "access.deadline", "1000"));

    @AfterEach
    void close() {
        studio.close();
    }

    private void restart(Map<String, ?> live) {
        studio.close();
        studio = new Studio(live);
    }

    private ClientSession session(InetSocketAddress peer, Proof... proofs) {
        SessionRequest.Builder request = SessionRequest.publisher("test", CAM).peer(peer);
        for (Proof proof : proofs) {
            request.proof(proof);
        }
        return studio.kernel.sessions().open(request.build());
    }

    private Answer<Publication> publish(InetSocketAddress peer, Proof... proofs) {
        return session(peer, proofs).publish(Duration.ofSeconds(5));
    }

    private static void allowed(Answer<Publication> answer) {
        answer.get().close(CloseReason.LEFT);
    }

    private static void denied(Answer<?> answer, String text) {
        assertThatThrownBy(answer::get).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.DENIED)).hasMessageContaining(text);
    }

    private void policy(int ranking, String name, AccessPolicy policy) {
        studio.kernel.access().add(policy, ranking, name, name + ".bundle 1.0");
    }

    // ---- the kernel's own rules

    @Test
    void loopbackMayAndElsewhereNeedsTheKey() {
        allowed(publish(HERE));
        allowed(publish(HERE_6));
        allowed(publish(AWAY, Proof.plain("", "letmein")));
        allowed(publish(AWAY, Proof.plain("", "wrong"), Proof.bearer("letmein")));
        denied(publish(AWAY), "no key was sent");
        denied(publish(AWAY, Proof.plain("", "wrong")), "not the right one");
        assertThat(studio.kernel.counters().get("access.denied")).isEqualTo(2);
    }

    @Test
    void whoSpeaksForAnotherIsNotLoopback() {
        SessionRequest forwarded = SessionRequest.publisher("test", CAM).peer(HERE).forwarded(true).build();
        denied(studio.kernel.sessions().open(forwarded).publish(Duration.ofSeconds(1)), "no key was sent");
    }

    @Test
    void withoutAKeyNobodyPublishesFromElsewhereAndEverybodyPlays() {
        restart(Map.of());
        denied(publish(AWAY, Proof.plain("", "")), "not the right one");
        denied(publish(AWAY), "no key was sent");
        studio.publishing();
        assertThat(play(AWAY).get().key()).isEqualTo(CAM);
    }

    @Test
    void aPlayKeyIsNeededByViewersFromElsewhere() {
        restart(Map.of("play.key", "ticket"));
        studio.publishing();
        assertThat(play(HERE).get()).isNotNull();
        assertThat(play(AWAY, Proof.plain("", "ticket")).get()).isNotNull();
        denied(play(AWAY), "no key was sent");
    }

    private Answer<LiveStream> play(InetSocketAddress peer, Proof... proofs) {
        SessionRequest.Builder request = SessionRequest.viewer("test", CAM).peer(peer);
        for (Proof proof : proofs) {
            request.proof(proof);
        }
        return studio.kernel.sessions().open(request.build()).play(Duration.ofSeconds(5));
    }

    @Test
    void theRefusalNamesKeyAndFile() {
        Verdict[] verdict = {null};
        Request request = Request.of(AccessRequest.Action.PUBLISH, CAM, "rtmp", "s1", AWAY, false, List.of(), Map.of());
        restart(Map.of());
        studio.kernel.access().decide(request, studio.kernel.applications().require("live"), given -> verdict[0] = given);
        assertThat(verdict[0].hint()).contains("publish.key").contains("etc/arcly.application~live.cfg");
        assertThat(verdict[0].decision().text()).doesNotContain("publish.key");
    }

    @Test
    void secretSourcesKnowBetter() {
        restart(Map.of());
        SecretSource source = (action, stream, user) -> user.equals("ann") ? Optional.of("secret of ann") : Optional.empty();
        studio.kernel.access().add(source, 0, "secrets 1.0");
        allowed(publish(AWAY, Proof.plain("ann", "secret of ann")));
        denied(publish(AWAY, Proof.plain("ann", "guess")), "not the right one");
        denied(publish(AWAY, Proof.plain("bob", "secret of ann")), "not the right one");
        studio.kernel.access().remove(source);
        denied(publish(AWAY, Proof.plain("ann", "secret of ann")), "not the right one");
    }

    @Test
    void aProofOrASourceThatThrowsDenies() {
        denied(publish(AWAY, Proof.of(Proof.Kind.DIGEST, "ann", secret -> {
            throw new IllegalStateException("broken");
        })), "could not be decided");
        studio.kernel.access().add((action, stream, user) -> {
            throw new IllegalStateException("broken");
        }, 0, "broken 1.0");
        denied(publish(AWAY, Proof.plain("", "letmein")), "could not be decided");
        assertThat(studio.kernel.counters().get("access.faults")).isEqualTo(2);
    }

    // ---- the chain

    @Test
    void theHighestRankingThatDoesNotAbstainDecides() {
        List<String> asked = new ArrayList<>();
        policy(10, "second", request -> {
            asked.add("second");
            return CompletableFuture.completedFuture(Decision.deny("not today"));
        });
        policy(20, "first", request -> {
            asked.add("first");
            return CompletableFuture.completedFuture(Decision.abstain());
        });
        policy(5, "third", request -> {
            asked.add("third");
            return CompletableFuture.completedFuture(Decision.allow());
        });
        denied(publish(HERE), "not today"); // it comes before the loopback rule
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void whenAllAbstainTheKernelsOwnRulesDecide() {
        policy(0, "shy", request -> CompletableFuture.completedFuture(Decision.abstain()));
        allowed(publish(HERE));
        denied(publish(AWAY), "no key was sent");
    }

    @Test
    void aPolicyThatThrowsAnswersNullOrFailsDenies() {
        AccessPolicy[] broken = {
            request -> {
                throw new NoClassDefFoundError("gone");
            },
            request -> null,
            request -> CompletableFuture.completedFuture(null),
            request -> CompletableFuture.failedFuture(new IllegalStateException("database down"))};
        for (AccessPolicy policy : broken) {
            policy(0, "broken", policy);
            denied(publish(HERE), "could not be decided");
            studio.kernel.access().remove(policy);
        }
        assertThat(studio.kernel.counters().get("access.faults")).isEqualTo(4);
        allowed(publish(HERE));
    }

    @Test
    void aPolicyWithoutAnAnswerDeniesAtTheDeadlineAndItsAnswerIsTooLate() {
        CompletableFuture<Decision> never = new CompletableFuture<>();
        policy(0, "slow", request -> never);
        Answer<Publication> answer = publish(HERE);
        studio.pass(Duration.ofMillis(990));
        assertThat(answer.isDone()).isFalse();
        studio.pass(Duration.ofMillis(20));
        denied(answer, "not decided in time");
        never.complete(Decision.allow());
        assertThat(studio.kernel.streams().live()).isEmpty();
        assertThat(studio.kernel.counters().get("access.deadline")).isEqualTo(1);
    }

    @Test
    void aRequiredPolicyIsWaitedForAndItsAbsenceDenies() {
        restart(Map.of("access.required", "tokens", "access.deadline", "1000"));
        Answer<Publication> tooEarly = publish(HERE);
        studio.pass(Duration.ofMillis(1_010));
        denied(tooEarly, "not decided in time");

        Answer<Publication> waits = publish(HERE);
        studio.pass(Duration.ofMillis(500));
        policy(0, "other", request -> CompletableFuture.completedFuture(Decision.abstain()));
        assertThat(waits.isDone()).isFalse();
        AccessPolicy tokens = request -> CompletableFuture.completedFuture(Decision.allow());
        policy(0, "tokens", tokens);
        allowed(waits);
        studio.kernel.access().remove(tokens);
        assertThat(publish(HERE).isDone()).isFalse();
    }

    @Test
    void whatAPolicySeesAndShows() {
        AccessRequest[] seen = {null};
        policy(0, "look", request -> {
            seen[0] = request;
            return CompletableFuture.completedFuture(Decision.allow());
        });
        SessionRequest request = SessionRequest.publisher("rtmp", CAM).peer(AWAY).proof(Proof.plain("ann", "hidden"))
                .attribute("agent", "OBS").build();
        ClientSession session = studio.kernel.sessions().open(request);
        session.publish(Duration.ofSeconds(1));
        assertThat(seen[0].action()).isEqualTo(AccessRequest.Action.PUBLISH);
        assertThat(seen[0].session()).isEqualTo(session.id());
        assertThat(seen[0].isLoopback()).isFalse();
        assertThat(seen[0].attributes()).containsEntry("agent", "OBS");
        assertThat(seen[0].toString()).doesNotContain("hidden");
    }

    // ---- what is decided besides

    @Test
    void aDecisionRenamesEndsAndMarks() {
        StreamKey open = StreamKey.of("live", "public");
        policy(0, "rename", request -> CompletableFuture.completedFuture(Decision.allow().withStream(open)
                .withAttribute("user", "ann").withEnd(Instant.EPOCH.plusNanos(studio.now()).plusSeconds(5))));
        ClientSession session = session(AWAY);
        assertThat(session.publish(Duration.ofSeconds(1)).get().key()).isEqualTo(open);
        assertThat(session.stream()).isEqualTo(open);
        assertThat(session.attributes()).containsEntry("user", "ann");
        studio.pass(Duration.ofMillis(4_900));
        assertThat(session.closeReason()).isNull();
        studio.pass(Duration.ofMillis(200));
        assertThat(session.closeReason().code()).isEqualTo("access.over");
    }

    @Test
    void aBitrateLimitIsToldAndKept() {
        policy(0, "limit", request -> CompletableFuture.completedFuture(Decision.allow().withBitrateLimit(80_000)));
        ClientSession session = session(AWAY);
        Publication publication = session.publish(Duration.ofSeconds(1)).get();
        List<PublicationSignal> signals = new ArrayList<>();
        publication.arm(Runnable::run, signals::add);
        assertThat(signals).extracting(PublicationSignal::bitrate).containsExactly(80_000L);
        for (int second = 0; second < 30; second++) {
            publication.publish(Studio.frame(Studio.VIDEO, second * 1_000, true, 9_000));
            studio.pass(Duration.ofSeconds(1));
        }
        assertThat(session.closeReason()).isNull();
        for (int second = 30; second < 60 && session.closeReason() == null; second++) {
            publication.publish(Studio.frame(Studio.VIDEO, second * 1_000, true, 20_000));
            studio.pass(Duration.ofSeconds(1));
        }
        assertThat(session.closeReason().code()).isEqualTo("limit.bitrate");
        assertThat(studio.kernel.streams().live()).isEmpty();
    }

    @Test
    void whoWasAllowedByTheKeyIsTheSameWhereverItComesFrom() {
        Publication first = publish(AWAY, Proof.plain("", "letmein")).get();
        first.publish(Studio.video(0, true));
        studio.pass(Duration.ofSeconds(3));
        Publication again = publish(new InetSocketAddress("192.0.2.99", 1), Proof.plain("", "letmein")).get();
        assertThat(first.isEnded()).isTrue();
        assertThat(again.publish(Studio.video(0, true))).isEqualTo(Publication.Result.ACCEPTED);
    }

    @Test
    void aRefusalIsAnEventAndCountedOnce() {
        ClientSession session = session(AWAY);
        denied(session.publish(Duration.ofSeconds(1)), "no key was sent");
        assertThat(session.publish(Duration.ofSeconds(1))).isSameAs(session.publishing());
        assertThat(studio.kernel.counters().get("access.denied")).isEqualTo(1);
        assertThat(studio.events.stream().filter(event -> event.type() == Type.SESSION_REFUSED)).hasSize(1);
    }
}
