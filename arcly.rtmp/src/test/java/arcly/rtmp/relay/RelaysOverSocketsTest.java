package arcly.rtmp.relay;

import static arcly.rtmp.relay.Studio.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.handover.Baton;
import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus;
import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamKey;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.relay.ScriptedRemote.Script;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.DialSpec;
import arcly.transport.Dialled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Relays between two servers, and with servers that misbehave, on real sockets with real kernels. */
@Timeout(90)
class RelaysOverSocketsTest {
    private static final int GENERATIONS = 10;

    private final Studio near = new Studio();
    private final Studio far = new Studio();

    @AfterEach
    void close() {
        near.close();
        far.close();
    }

    private static Map<String, Object> quick(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of("retry.min", 100, "retry.max", 200, "answer.timeout", 1500,
                "silence.timeout", 1000));
        properties.putAll(more);
        return properties;
    }

    private Map<String, Object> toFar() {
        return quick(Map.of("streams", "live/*", "targets", "rtmp://u:pw@127.0.0.1:" + far.port() + "/{app}/{name}?key=k",
                "silence.timeout", 20_000, "answer.timeout", 10_000));
    }

    private Map<String, Object> fromFar(String mode) {
        return quick(Map.of("stream", "live/cam", "source", "rtmp://127.0.0.1:" + far.port() + "/live/cam", "mode", mode,
                "silence.timeout", 20_000, "answer.timeout", 10_000));
    }

    // ---- between two servers

    @Test
    void aPushBeginsAndEndsWithItsStream() {
        PushRelays push = near.push(toFar());
        assertThat(push.statuses()).extracting(RelayStatus::stream).containsExactly("live/*");
        Studio.Source source = near.source(CAM).round().round();
        RelayStatus running = Studio.await(push::statuses, RelayState.RUNNING);
        assertThat(running.remote()).isEqualTo("rtmp://127.0.0.1:" + far.port() + "/live/cam");
        Studio.Watcher there = new Studio.Watcher(far.stream(CAM));
        source.round();
        there.await(40);
        assertThat(far.stream(CAM).tracks()).extracting(Track::codec).containsExactly(Codec.H264, Codec.AAC);
        assertThat(Studio.await(push::statuses, status -> status.bytes() > 0).lastError()).isEmpty();
        assertThat(near.stream(CAM).statistics().viewers()).isZero();
        source.end();
        await().atMost(20, TimeUnit.SECONDS).until(() -> far.kernel.streams().find(CAM).isEmpty());
        assertThat(Studio.await(push::statuses, RelayState.WAITING).stream()).isEqualTo("live/*");
    }

    @Test
    void aConfigurationThatGoesHangsUp() {
        PushRelays push = near.push(toFar());
        near.source(CAM).round().round();
        far.stream(CAM);
        push.configure(RelaySettings.NONE.changedPush("arcly.rtmp.push~x", Map.of("streams", "other/*", "targets",
                "rtmp://x/{app}/{name}")));
        await().atMost(20, TimeUnit.SECONDS).until(() -> far.kernel.streams().find(CAM).isEmpty());
    }

    @Test
    void aPullIsAStreamThatWaitsForItsRemote() {
        Studio.Source source = far.source(CAM).round().round();
        PullRelays pull = near.pull(fromFar("always"));
        long id = near.stream(CAM).id();
        source.end();
        RelayStatus lost = Studio.await(pull::statuses, status -> status.state().isTrouble());
        assertThat(lost.lastError()).isNotEmpty();
        assertThat(lost.attempts()).isPositive();
        far.source(CAM).round().round();
        Studio.await(pull::statuses, RelayState.RUNNING);
        assertThat(near.stream(CAM).id()).as("the same stream, resumed").isEqualTo(id);
    }

    @Test
    void onDemandItIsPulledWhileSomebodyWatches() {
        Studio.Source source = far.source(CAM).round().round();
        PullRelays pull = near.pull(fromFar("ondemand"));
        assertThat(near.kernel.streams().live()).isEmpty();
        ClientSession viewer = near.kernel.sessions().open(SessionRequest.viewer("test", CAM).build());
        viewer.play(Duration.ofSeconds(20));
        await().atMost(20, TimeUnit.SECONDS).until(() -> viewer.playing().isDone());
        assertThat(viewer.playing().get().key()).isEqualTo(CAM);
        assertThat(Studio.await(pull::statuses, RelayState.RUNNING).bytes()).isPositive();
        viewer.end(CloseReason.LEFT);
        await().atMost(20, TimeUnit.SECONDS).until(() -> near.kernel.streams().find(CAM).isEmpty());
        assertThat(Studio.await(pull::statuses, RelayState.WAITING).lastError()).isEmpty();
        await().atMost(20, TimeUnit.SECONDS).until(() -> far.kernel.sessions().list().stream()
                .noneMatch(session -> session.role() == Session.Role.VIEWER));
        source.end();
    }

    @Test
    void onDemandARefusalIsToldToWhoeverWaits() throws IOException {
        try (ScriptedRemote remote = new ScriptedRemote(answering("play", "NetStream.Play.StreamNotFound", "no s3cret here"))) {
            PullRelays pull = near.pull(quick(Map.of("stream", "live/*", "source", remote.url("{app}/{name}?key=s3cret"), "mode",
                    "ondemand", "retry.min", 60_000, "retry.max", 60_000)));
            for (int i = 0; i < 3; i++) {
                ClientSession viewer = near.kernel.sessions().open(SessionRequest.viewer("test", CAM).build());
                viewer.play(Duration.ofSeconds(60));
                await().atMost(20, TimeUnit.SECONDS).until(() -> viewer.playing().isDone());
                viewer.end(CloseReason.LEFT);
            }
            assertThat(Studio.await(pull::statuses, RelayState.REFUSED).lastError())
                    .isEqualTo("play was refused: NetStream.Play.StreamNotFound, no *** here");
            assertThat(remote.seen()).as("asked once, not for each viewer").isEqualTo(1);
        }
    }

    @Test
    void tenGenerationsOfAPushPassOneConnectionOn() {
        Studio.Source source = near.source(CAM).round();
        PushRelays push = near.push(toFar());
        Studio.Watcher here = new Studio.Watcher(near.stream(CAM));
        Studio.await(push::statuses, RelayState.RUNNING);
        Studio.Watcher there = new Studio.Watcher(far.stream(CAM));
        for (int i = 0; i < GENERATIONS; i++) {
            source.round();
            if (i % 2 == 0) {
                push.stop(null);
                source.round();
                push = near.push(toFar());
            } else {
                PushRelays former = push;
                push = near.push(toFar());
                source.round();
                former.stop(null);
            }
            Studio.await(push::statuses, RelayState.RUNNING);
            there.await(here.seen().size()); // neither falls behind
        }
        int all = here.seen().size();
        assertThat(there.await(all)).isEqualTo(here.seen());
        assertThat(near.transport.statistics().counters().get("dialled")).isEqualTo(1);
    }

    @Test
    void tenGenerationsOfAPullPassOneConnectionOn() {
        Studio.Source source = far.source(CAM).round();
        PullRelays pull = near.pull(fromFar("always"));
        Studio.Watcher there = new Studio.Watcher(far.stream(CAM));
        Studio.Watcher here = new Studio.Watcher(near.stream(CAM));
        for (int i = 0; i < GENERATIONS; i++) {
            source.round();
            if (i % 2 == 0) {
                pull.stop(null);
                source.round();
                pull = near.pull(fromFar("always"));
            } else {
                PullRelays former = pull;
                pull = near.pull(fromFar("always"));
                source.round();
                former.stop(null);
            }
            Studio.await(pull::statuses, RelayState.RUNNING);
            here.await(there.seen().size()); // neither falls behind
        }
        int all = there.seen().size();
        assertThat(here.await(all)).isEqualTo(there.seen());
        assertThat(near.transport.statistics().counters().get("dialled")).isEqualTo(1);
    }

    @Test
    void whatANewerGenerationHasLeftIsRefusedAndTheRelayConnectsAgain() throws Exception {
        try (ScriptedRemote remote = new ScriptedRemote(taking(ScriptedRemote.Talk::untilItLeaves))) {
            Map<String, Object> properties = quick(Map.of("streams", "live/cam", "targets", remote.url("live/x")));
            RelayPlan plan = RelayPlanner.push("arcly.rtmp.push~x", CAM, Target.of(remote.url("live/x"), 1, true),
                    RelaySettings.NONE);
            CountDownLatch connected = new CountDownLatch(1);
            Dialled newer = near.transport.forBundle("relays").dial(
                    DialSpec.of("rtmp", plan.dialPid(), "127.0.0.1", plan.url().port()), new Newer(connected), why -> { });
            assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
            newer.close();
            near.source(CAM).round().round();
            PushRelays push = near.push(properties);
            Studio.await(push::statuses, RelayState.RUNNING);
            assertThat(remote.seen()).isEqualTo(2);
            assertThat(near.transport.statistics().counters().get("handover.refused")).isEqualTo(1);
        }
    }

    private record Newer(CountDownLatch connected) implements ConnectionProtocol, ConnectionHandler {
        @Override
        public ConnectionHandler accept(Connection connection) {
            connected.countDown();
            return this;
        }

        @Override
        public ConnectionHandler adopt(Connection connection, List<Baton> batons) {
            return this;
        }

        @Override
        public List<Baton> park() {
            return List.of(Baton.of("rtmp.relay", 2, new byte[8]));
        }

        @Override
        public void drain(CloseReason reason) {
            // not asked to
        }
    }

    @Test
    void whatLeadsBackIsSaidOnceAndLeftAlone() {
        near.own = connection -> connection.remoteAddress().getPort() == near.port();
        near.source(CAM).round().round();
        PushRelays push = near.push(quick(Map.of("streams", "live/*", "targets", "rtmp://127.0.0.1:" + near.port()
                + "/live/{name}-x")));
        assertThat(Studio.await(push::statuses, RelayState.MISCONFIGURED).nextAttempt()).isEmpty();
        assertThat(near.kernel.streams().live()).hasSize(1);
    }

    // ---- with servers that misbehave

    private static Script taking(Script then) {
        return talk -> {
            talk.upTo("publish");
            talk.says.onStatus("status", "NetStream.Publish.Start", "");
            talk.send();
            then.serve(talk);
        };
    }

    private static Script answering(String command, String code, String description) {
        return talk -> {
            talk.upTo(command);
            talk.says.onStatus("error", code, description);
            talk.send();
            talk.untilItLeaves();
        };
    }

    /** A push to a remote that does this ends like this, and goes on once the remote is as it should be. */
    private void push(Script wrong, RelayState state, String text) throws IOException {
        try (ScriptedRemote remote = new ScriptedRemote(wrong)) {
            Studio.Source source = near.source(CAM).round().round();
            PushRelays push = near.push(quick(Map.of("streams", "live/cam", "targets", remote.url("live/s3cret"))));
            RelayStatus status = Studio.await(push::statuses, each -> each.state() == state && !each.lastError().isEmpty());
            assertThat(status.lastError()).startsWith(text).doesNotContain("s3cret");
            assertThat(status.remote()).doesNotContain("s3cret");
            remote.next(taking(ScriptedRemote.Talk::untilItLeaves));
            source.round();
            Studio.await(push::statuses, RelayState.RUNNING);
            push.stop(CloseReason.LEFT);
            source.end();
        }
    }

    @Test
    void wrongKey() throws IOException {
        push(answering("publish", "NetStream.Publish.Denied", "s3cret is no key"), RelayState.REFUSED,
                "publish was refused: NetStream.Publish.Denied, *** is no key");
    }

    @Test
    void acceptsAndSaysNothing() throws IOException {
        push(ScriptedRemote.Talk::untilItLeaves, RelayState.LOST, "no answer to the handshake within 1500 ms");
    }

    @Test
    void garbage() throws IOException {
        push(talk -> {
            talk.socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            talk.untilItLeaves();
        }, RelayState.BROKEN, "the remote broke the protocol: ");
    }

    @Test
    void vanishes() throws IOException {
        push(taking(talk -> talk.socket.close()), RelayState.LOST, "the ");
    }

    @Test
    void asksToGoElsewhere() throws IOException {
        try (ScriptedRemote other = new ScriptedRemote(taking(ScriptedRemote.Talk::untilItLeaves));
                ScriptedRemote remote = new ScriptedRemote(taking(talk -> {
                    talk.says.say(0, Command.of("onStatus", 0, null, Remote.status("status",
                            "NetConnection.Connect.ReconnectRequest", "").with("tcUrl", other.url("live"))));
                    talk.send();
                    talk.untilItLeaves();
                }))) {
            near.source(CAM).round().round();
            near.push(quick(Map.of("streams", "live/cam", "targets", remote.url("live/x"))));
            await().atMost(20, TimeUnit.SECONDS).until(() -> other.seen() == 1);
        }
    }

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PullRelays pull = near.pull(quick(Map.of("stream", "live/cam", "source", "rtmp://127.0.0.1:" + port + "/live/cam")));
        assertThat(Studio.await(pull::statuses, RelayState.UNREACHABLE).lastError()).startsWith("Connection refused");
    }

    @Test
    void theNameIsUnknown() {
        PullRelays pull = near.pull(quick(Map.of("stream", "live/cam", "source", "rtmp://no.such.host.invalid/live/cam")));
        assertThat(Studio.await(pull::statuses, RelayState.UNREACHABLE).lastError())
                .isEqualTo("unknown host no.such.host.invalid");
    }

    @Test
    void fallsSilent() throws IOException {
        try (ScriptedRemote remote = new ScriptedRemote(talk -> {
            talk.upTo("play");
            Audio configuration = new Audio(ByteBuffer.wrap(new byte[] {(byte) 0xAF, 0, 0x12, 0x10}));
            talk.says.onStatus("status", "NetStream.Play.Start", "").say(1, configuration);
            talk.send();
            talk.untilItLeaves();
        })) {
            PullRelays pull = near.pull(quick(Map.of("stream", "live/cam", "source", remote.url("live/cam"))));
            assertThat(Studio.await(pull::statuses, RelayState.LOST).lastError()).isEqualTo("nothing came for 1000 ms");
        }
    }

    @Test
    void takesLessThanTheStreamHas() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (ScriptedRemote remote = new ScriptedRemote(taking(talk -> {
            enough.await(30, TimeUnit.SECONDS); // takes nothing until then
            talk.untilItLeaves();
        }))) {
            StreamKey big = StreamKey.of("live", "big");
            Studio.Source source = near.source(big);
            Track track = Track.of(0, Codec.H264).configuration(Payload.wrap(new byte[] {1, 66, 0, 30, -1, -31, 0, 0})).build();
            source.publication().declare(List.of(track), true);
            PushRelays push = near.push(quick(Map.of("streams", "live/big", "targets", remote.url("live/x"), "lag.budget", 200,
                    "silence.timeout", 30_000)));
            int[] frames = {0};
            await().atMost(30, TimeUnit.SECONDS).pollInterval(5, TimeUnit.MILLISECONDS).until(() -> {
                source.publication().publish(Frame.of(track).dts(frames[0] * 40_000_000L).key(frames[0]++ % 5 == 0)
                        .payload(Payload.wrap(new byte[100_000])).build());
                return push.statuses().get(0).state() == RelayState.SLOW;
            });
            assertThat(push.statuses().get(0).lastError()).isEqualTo("the remote takes less than the stream has");
            assertThat(push.statuses().get(0).lag()).isGreaterThan(2_000_000_000L);
            enough.countDown();
            assertThat(Studio.await(push::statuses, status -> status.skipped() > 0).state()).isEqualTo(RelayState.SLOW);
        }
    }

    @Test
    void takesNothingAtAll() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedRemote remote = new ScriptedRemote(taking(talk -> over.await(60, TimeUnit.SECONDS)))) {
            Studio.Source source = near.source(CAM);
            Track track = Track.of(0, Codec.H264).configuration(Payload.wrap(new byte[] {1, 66, 0, 30, -1, -31, 0, 0})).build();
            source.publication().declare(List.of(track), true);
            PushRelays push = near.push(quick(Map.of("streams", "live/cam", "targets", remote.url("live/x"))));
            int[] frames = {0};
            await().atMost(30, TimeUnit.SECONDS).pollInterval(5, TimeUnit.MILLISECONDS).until(() -> {
                source.publication().publish(Frame.of(track).dts(frames[0] * 40_000_000L).key(frames[0]++ % 5 == 0)
                        .payload(Payload.wrap(new byte[100_000])).build());
                return push.statuses().get(0).state() == RelayState.LOST;
            });
            assertThat(push.statuses().get(0).lastError()).isEqualTo("the remote has taken nothing for 1000 ms");
            over.countDown();
        }
    }
}
