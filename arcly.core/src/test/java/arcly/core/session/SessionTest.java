package arcly.core.session;

import static arcly.core.Studio.CAM;
import static arcly.core.Studio.drain;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.access.Decision;
import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent.Type;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.core.Studio;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions: asked once, answered once, and handed from one generation of a bundle to the next. */
class SessionTest {
    private static final InetSocketAddress AWAY = new InetSocketAddress("192.0.2.7", 5000);
    private final Studio studio = new Studio(Map.of("access.deadline", "60000"));
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        studio.close();
    }

    private static void refused(Answer<?> answer, Reason reason) {
        assertThatThrownBy(answer::get).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void roleAndOrderOfQuestions() {
        ClientSession viewer = studio.viewerSession(CAM);
        ClientSession publisher = studio.publisherSession(CAM);
        assertThatThrownBy(() -> viewer.publish(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publisher.play(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> viewer.open(ReadOptions.viewer())).isInstanceOf(IllegalStateException.class);
        assertThat(viewer.playing()).isNull();
        Answer<LiveStream> waits = viewer.play(Duration.ofSeconds(1));
        assertThatThrownBy(waits::get).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> viewer.open(ReadOptions.viewer())).isInstanceOf(IllegalStateException.class);
        assertThat(viewer.play(Duration.ofSeconds(9))).isSameAs(waits).isSameAs(viewer.playing());
    }

    @Test
    void playWaitsUntilTheStreamIsReady() {
        Answer<LiveStream> answer = studio.viewerSession(CAM).play(Duration.ofSeconds(5));
        answer.arm(studio.loop(), () -> told.add("ready"));
        Publication publication = studio.publish(CAM);
        publication.publish(video(0, true));
        studio.runTasks();
        assertThat(told).isEmpty();
        studio.pass(Duration.ofMillis(1_010));
        assertThat(answer.get().key()).isEqualTo(CAM);
        studio.runTasks();
        assertThat(told).containsExactly("ready");
    }

    @Test
    void whatPlayIsRefusedWith() {
        refused(studio.viewerSession(StreamKey.of("nowhere", "cam")).play(Duration.ofSeconds(1)), Reason.NOT_FOUND);
        Answer<LiveStream> absent = studio.viewerSession(CAM).play(Duration.ofSeconds(1));
        studio.pass(Duration.ofMillis(1_100));
        refused(absent, Reason.NOT_FOUND);
        studio.publish(CAM);
        Answer<LiveStream> silent = studio.viewerSession(CAM).play(Duration.ofSeconds(1));
        studio.pass(Duration.ofMillis(1_100));
        refused(silent, Reason.TIMEOUT);
        refused(studio.publisherSession(StreamKey.of("nowhere", "cam")).publish(Duration.ofSeconds(1)), Reason.NOT_FOUND);
        assertThat(studio.kernel.streams().live()).hasSize(1);
    }

    @Test
    void takenBackBeforeItIsAnswered() {
        ClientSession session = studio.viewerSession(CAM);
        Answer<LiveStream> answer = session.play(Duration.ofSeconds(5));
        answer.arm(Runnable::run, () -> told.add("done"));
        answer.cancel();
        refused(answer, Reason.CANCELLED);
        studio.publishing();
        refused(answer, Reason.CANCELLED);
        assertThat(told).containsExactly("done");
        assertThat(studio.takeEvents()).doesNotContain(Type.SESSION_REFUSED);
    }

    @Test
    void aPublicationThatIsGrantedToOneWhoHasGoneIsUndone() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        studio.kernel.access().add(request -> decision, 0, "slow", "slow 1.0");
        ClientSession session = studio.kernel.sessions().open(SessionRequest.publisher("test", CAM).peer(AWAY).build());
        Answer<Publication> answer = session.publish(Duration.ofSeconds(30));
        session.end(CloseReason.LOST);
        decision.complete(Decision.allow());
        refused(answer, Reason.CANCELLED);
        assertThat(studio.kernel.streams().live()).isEmpty();
        assertThat(studio.kernel.sessions().list()).isEmpty();
    }

    @Test
    void handedOverWhileTheDecisionIsPending() {
        int[] asked = {0};
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        studio.kernel.access().add(request -> {
            asked[0]++;
            return decision;
        }, 0, "slow", "slow 1.0");
        ClientSession session = studio.kernel.sessions().open(SessionRequest.publisher("test", CAM).peer(AWAY).build());
        session.publish(Duration.ofSeconds(30)).arm(studio.loop(), () -> told.add("old"));
        session.arm(studio.loop(), reason -> told.add("old closed"));

        session.publishing().disarm();
        session.disarm();
        decision.complete(Decision.allow());
        studio.runTasks();
        assertThat(told).isEmpty();

        session.publishing().arm(studio.loop(), () -> told.add("new"));
        session.arm(studio.loop(), reason -> told.add("new closed: " + reason.code()));
        studio.runTasks();
        assertThat(told).containsExactly("new");
        assertThat(session.publish(Duration.ofSeconds(30))).isSameAs(session.publishing());
        assertThat(session.publishing().get().stream().state()).isEqualTo(StreamState.STARTING);
        assertThat(asked[0]).isEqualTo(1);
        session.close(CloseReason.KICKED);
        studio.runTasks();
        assertThat(told).containsExactly("new", "new closed: kicked");
    }

    @Test
    void aTaskThatWasHandedToTheExecutorBeforeTheDisarmDoesNothing() {
        ClientSession session = studio.viewerSession(CAM);
        studio.publishing();
        Answer<LiveStream> answer = session.play(Duration.ofSeconds(1));
        answer.arm(studio.loop(), () -> told.add("answer"));
        session.arm(studio.loop(), reason -> told.add("closed"));
        session.close(CloseReason.KICKED);
        assertThat(studio.waitingTasks()).isEqualTo(2);
        answer.disarm();
        session.disarm();
        studio.runTasks();
        assertThat(told).isEmpty();
        session.arm(studio.loop(), reason -> told.add("closed, told the next: " + reason.code()));
        studio.runTasks();
        assertThat(told).containsExactly("closed, told the next: kicked");
    }

    @Test
    void aReaderHandedOverLosesNothing() {
        Publication publication = studio.publishing();
        publication.publish(video(0, true));
        ClientSession session = studio.viewerSession(CAM);
        session.play(Duration.ofSeconds(1));
        StreamReader reader = session.open(ReadOptions.viewer());
        reader.arm(studio.loop(), () -> told.add("old " + drain(reader)));
        studio.runTasks();
        publication.publish(video(40, false));
        session.reader().disarm();
        studio.runTasks();
        publication.publish(video(80, false));
        session.reader().arm(studio.loop(), () -> told.add("new " + drain(reader)));
        studio.runTasks();
        assertThat(told).containsExactly("old v0@0*", "new v0@40 v0@80");
    }

    @Test
    void endedByItsProtocolItIsNotTold() {
        ClientSession session = studio.viewerSession(CAM);
        session.arm(Runnable::run, reason -> told.add("closed"));
        session.end(CloseReason.LEFT);
        session.close(CloseReason.KICKED);
        assertThat(told).isEmpty();
        assertThat(session.closeReason()).isEqualTo(CloseReason.LEFT);
        assertThat(session.state()).isEqualTo(Session.State.CLOSED);
        refused(session.play(Duration.ofSeconds(1)), Reason.CANCELLED);
    }

    @Test
    void aLostPublisherMayReturnAndOneThatLeftMayNot() {
        for (CloseReason reason : List.of(CloseReason.LEFT, CloseReason.KICKED, CloseReason.SHUTDOWN, CloseReason.LOST,
                CloseReason.PROTOCOL, CloseReason.PROVIDER_GONE)) {
            ClientSession session = studio.publisherSession(CAM);
            LiveStream stream = session.publish(Duration.ofSeconds(1)).get().stream();
            session.publishing().get().publish(video(0, true));
            session.end(reason);
            boolean returns = List.of("client.lost", "protocol.error", "provider.gone").contains(reason.code());
            assertThat(stream.state()).as(reason.code()).isEqualTo(returns ? StreamState.SUSPENDED : StreamState.ENDED);
            stream.end(CloseReason.ENDED);
        }
    }

    @Test
    void kickedByIdAndListedOldestFirst() {
        ClientSession first = studio.viewerSession(CAM);
        ClientSession second = studio.viewerSession(CAM);
        assertThat(studio.kernel.sessions().list()).containsExactly(first, second);
        assertThat(studio.kernel.sessions().find(second.id())).contains(second);
        assertThat(studio.kernel.sessions().find("s99")).isEmpty();
        assertThat(studio.kernel.sessions().find("nonsense")).isEmpty();
        studio.kernel.sessions().find(first.id()).orElseThrow().close(CloseReason.KICKED);
        assertThat(studio.kernel.sessions().list()).containsExactly(second);
    }

    @Test
    void figuresAndAttributesHaveLimits() {
        ClientSession session = studio.viewerSession(CAM);
        assertThat(session.firstMedia()).isNegative();
        studio.pass(Duration.ofMillis(300));
        session.transferred(10, 200);
        assertThat(session.firstMedia()).isEqualTo(300_000_000);
        studio.pass(Duration.ofMillis(300));
        session.transferred(1, 2);
        assertThat(session.bytesIn()).isEqualTo(11);
        assertThat(session.firstMedia()).isEqualTo(300_000_000);
        assertThat(session.bytesOut()).isEqualTo(202);
        for (int i = 0; i < 50; i++) {
            session.attribute("a" + i, "x");
        }
        session.attribute("a0", "y");
        session.attribute("a1", "y".repeat(2_000));
        session.attribute("a2", null);
        assertThat(session.attributes()).hasSize(31).containsEntry("a0", "y").containsEntry("a1", "x");
    }

    @Test
    void aSessionTellsWhatBecameOfIt() {
        Publication publication = studio.publishing();
        publication.publish(video(0, true));
        studio.takeEvents();
        ClientSession session = studio.viewerSession(CAM);
        session.play(Duration.ofSeconds(1));
        session.open(ReadOptions.viewer());
        session.end(CloseReason.LEFT);
        assertThat(studio.events).filteredOn(event -> event.session().equals(session.id())).extracting(event -> event.type())
                .containsExactly(Type.SESSION_OPENED, Type.READER_JOINED, Type.READER_LEFT, Type.SESSION_CLOSED);
        assertThat(studio.events.get(3).details()).containsEntry("reason", "client.left").containsEntry("protocol", "test");
        assertThat(studio.events.get(3).topic()).isEqualTo("arcly/session/CLOSED");
    }
}
