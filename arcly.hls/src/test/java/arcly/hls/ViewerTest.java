package arcly.hls;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.hls.viewer.Viewers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who fetches: let in or not, counted, and gone. */
class ViewerTest {

    private static Session only(Scene scene) {
        List<Session> viewers = scene.kernel.sessions().list().stream().map(Session.class::cast)
                .filter(each -> each.role() == Session.Role.VIEWER).toList();
        assertThat(viewers).hasSize(1);
        return viewers.get(0);
    }

    @Test
    void aViewerIsASessionThatCountsAndCanBeClosed() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            Request index = scene.index();
            String ticket = Scene.ticket(index);
            Session session = only(scene);
            assertThat(session.protocol()).isEqualTo("hls");
            assertThat(session.state()).isEqualTo(Session.State.ACTIVE);
            assertThat(ticket).startsWith(session.id() + ".");
            assertThat(session.attributes().values()).as("what operators see opens nothing").doesNotContain(ticket);

            Request playlist = scene.get(ticket, "main.m3u8");
            assertThat(session.bytesOut()).isEqualTo(index.reply().body().length() + playlist.reply().body().length());
            assertThat(scene.get(ticket, "main.m3u8").reply()).as("one reply for all").isSameAs(playlist.reply());

            session.close(CloseReason.KICKED);
            assertThat(scene.get(ticket, "main.m3u8").reply().status()).isEqualTo(410);
        }
    }

    @Test
    void aTicketCannotBeGuessedFromASession() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            String ticket = Scene.ticket(scene.index());
            Session session = only(scene);
            String changed = ticket.substring(0, ticket.length() - 2) + (ticket.endsWith("AA") ? "BB" : "AA");
            for (String wrong : List.of(session.id(), session.id() + ".", session.id() + ".x", changed, ".",
                    "s1." + "x".repeat(100), session.id() + "." + session.attributes().get("hls.ticket"))) {
                assertThat(scene.get(wrong, "main.m3u8").reply().status()).as(wrong).isEqualTo(410);
            }
            assertThat(scene.get(ticket, "other.m3u8").reply().status()).isEqualTo(404);
        }
    }

    @Test
    void whoeverHasNoKeyIsNotLetIn() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of("play.key", "sesame"), Map.of()).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            assertThat(ask(scene, Map.of(), Map.of()).reply().status()).isEqualTo(401);
            assertThat(ask(scene, Map.of("key", "wrong"), Map.of()).reply().status()).isEqualTo(403);
            assertThat(ask(scene, Map.of("key", "sesame"), Map.of()).reply().status()).isEqualTo(200);
            assertThat(ask(scene, Map.of(), Map.of("authorization", "Bearer sesame")).reply().status()).isEqualTo(200);
            assertThat(ask(scene, Map.of(), Map.of("authorization", "Basic sesame")).reply().status()).isEqualTo(401);
        }
    }

    private static Request ask(Scene scene, Map<String, String> query, Map<String, String> headers) {
        Request request = scene.request();
        request.forwarded = true; // not from this machine
        request.query.putAll(query);
        request.headers.putAll(headers);
        scene.ask(request);
        return request;
    }

    @Test
    void anAbsentStreamIsWaitedForAndThenNotThere() {
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            Request request = scene.index();
            assertThat(request.reply()).isNull();
            scene.pass(Duration.ofMillis(1100));
            assertThat(request.reply().status()).isEqualTo(404);
            assertThat(scene.kernel.sessions().list()).isEmpty();
        }
    }

    @Test
    void aStreamThatBeginsAnswersWhoWaits() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            Request request = scene.index();
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            assertThat(request.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void whoeverGoesWhileItWaitsLeavesNothing() {
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            for (int i = 0; i < 1000; i++) {
                scene.index().leave();
            }
            assertThat(scene.kernel.sessions().list()).isEmpty();
            assertThat(scene.server.windows().waiting()).isZero();
            assertThat(scene.server.viewers().size()).isZero();
        }
    }

    @Test
    void whoeverAsksForNothingForThreeTargetDurationsIsGone() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        try (Scene scene = new Scene(Map.of(), Map.of()).install()) {
            scene.publish(scene.publish(Source.tracks(frames)), frames);
            scene.index();
            Session session = only(scene);
            long[] now = {System.nanoTime()};
            Viewers viewers = new Viewers(scene.kernel.sessions(), () -> now[0]);
            viewers.adoptSilent(); // as the next generation does
            now[0] += 6_000_000_000L;
            viewers.tick(stream -> 2);
            assertThat(session.state()).isEqualTo(Session.State.ACTIVE);
            now[0] += 1;
            viewers.tick(stream -> 2);
            assertThat(session.closeReason()).isEqualTo(CloseReason.LEFT);
            assertThat(viewers.size()).isZero();
        }
    }
}
