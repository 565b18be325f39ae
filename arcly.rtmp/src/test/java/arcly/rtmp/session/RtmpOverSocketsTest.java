package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Payload;
import arcly.api.stream.CloseReason;
import arcly.core.Kernel;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.Video;
import arcly.transport.DrainScope;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.tcp.TcpTransport;
import arcly.transport.tcp.TransportSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers and players on real sockets, with the real kernel and transport. */
@Timeout(60)
class RtmpOverSocketsTest {
    private final Kernel kernel = Kernel.builder().application("live", Map.of("grace", 20_000, "takeover.stale", 100))
            .application("patient", Map.of("takeover.stale", 600_000)) // a publisher that the machine lets wait is still there
            .application("locked", Map.of("publish.key", "secret")).build();
    private final TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));
    private final List<SocketClient> clients = new ArrayList<>();
    private Served served;
    private InetSocketAddress address;

    @BeforeEach
    void serve() {
        served = generation();
        Awaitility.await().until(() -> !served.endpoints().isEmpty() && served.endpoints().get(0).address().getPort() != 0);
        address = served.endpoints().get(0).address();
    }

    @AfterEach
    void close() throws IOException {
        for (SocketClient client : clients) {
            client.close();
        }
        served.close();
        transport.close();
        kernel.close();
    }

    @Test
    void playerGetsWhatThePublisherSends() throws IOException {
        SocketClient publisher = publisher("cam");
        publish(publisher, 0);
        SocketClient player = player("cam");
        publish(publisher, 1);
        expectMedia(player, 2);
        List<ByteBuffer> video = player.heard.stream().map(RtmpClient.Answer::message).filter(Video.class::isInstance)
                .map(message -> ((Video) message).tag()).toList();
        assertThat(video.get(0)).satisfies(tag -> assertThat(tag.get(1)).as("packet type: configuration first").isZero());
        assertThat(video.get(1)).satisfies(tag -> assertThat(tag.get(0)).as("then a key frame").isEqualTo((byte) 0x17));
        assertThat(player.heard).extracting(RtmpClient.Answer::message).contains(metadata());
    }

    /** Generations follow each other at random places of the publisher's bytes; nothing is lost, nothing comes twice. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacedWhilePublishingAndPlaying(boolean takeover) throws IOException {
        SocketClient publisher = publisher("cam");
        publish(publisher, 0);
        SocketClient player = player("cam");
        player.await(answer -> answer.message() instanceof Video);
        int rounds = 12;
        Random random = new Random(47);
        for (int round = 1; round < rounds; round++) {
            tags(publisher.says, round);
            byte[] bytes = publisher.says.bytes();
            int cut = random.nextInt(bytes.length);
            publisher.send(bytes, 0, cut);
            replace(takeover);
            publisher.send(bytes, cut, bytes.length - cut);
        }
        expectMedia(player, rounds);
        SocketClient late = player("cam");
        late.await(answer -> answer.message() instanceof Video);
        assertThat(kernel.sessions().list()).hasSize(3);
    }

    @Test
    void replacedInTheMiddleOfAHandshake() throws IOException {
        SocketClient publisher = new SocketClient(address);
        clients.add(publisher);
        byte[] bytes = publisher.says.handshake().connect("live").createStream(2).publish(1, "cam").bytes();
        int[] cuts = {0, 1, 700, 1537, 2000, 3073, 3100, bytes.length};
        for (int i = 1; i < cuts.length; i++) {
            publisher.send(bytes, cuts[i - 1], cuts[i] - cuts[i - 1]);
            replace(i % 2 == 0);
        }
        publisher.awaitCode("NetStream.Publish.Start");
    }

    @Test
    void secondPublisherIsTurnedAwayByItsName() throws IOException {
        SocketClient first = connected("patient");
        first.says.publish(1, "cam");
        first.send().awaitCode("NetStream.Publish.Start");
        publish(first, 0);
        SocketClient second = connected("patient");
        second.says.publish(1, "cam");
        assertThat(second.send().awaitCode("NetStream.Publish.BadName").streamId()).isEqualTo(1);
        second.awaitEnd();
    }

    @Test
    void publisherWhoseNetworkVanishedMayComeBack() throws IOException {
        SocketClient first = publisher("cam");
        publish(first, 0);
        SocketClient player = player("cam");
        expectMedia(player, 1);
        clients.remove(first);
        first.close(); // without a word
        SocketClient second = publisher("cam");
        long before = player.heard.get(player.heard.size() - 1).timestamp();
        publish(second, 0);
        player.await(answer -> answer.message() instanceof Video && answer.timestamp() > before + 500);
        assertThat(player.heard).extracting(RtmpClient.Answer::code).doesNotContain("NetStream.Play.UnpublishNotify");
    }

    @Test
    void keyIsAskedFor() throws IOException {
        SocketClient without = connected("locked", "example.org"); // a name that is not this machine's: no loopback rule
        without.says.publish(1, "cam");
        without.send().awaitCode("NetStream.Publish.Denied");
        without.awaitEnd();
        SocketClient with = connected("locked", "example.org");
        with.says.publish(1, "cam?key=secret");
        with.send().awaitCode("NetStream.Publish.Start");
    }

    @Test
    void streamThatDoesNotComeIsNotFound() throws IOException {
        SocketClient player = connected("live");
        player.says.play(1, "nobody");
        player.send().awaitCode("NetStream.Play.StreamNotFound");
        player.awaitEnd();
    }

    @Test
    void endOfTheStreamReachesThePlayer() throws IOException {
        SocketClient publisher = publisher("cam");
        publish(publisher, 0);
        SocketClient player = player("cam");
        expectMedia(player, 1);
        publisher.says.send(0, 0, Command.of("deleteStream", 0, null, 1.0));
        publisher.send();
        player.awaitCode("NetStream.Play.UnpublishNotify");
        player.awaitEnd();
    }

    @Test
    void drainSaysGoodbyeAndCloses() throws Exception {
        SocketClient publisher = publisher("cam");
        publish(publisher, 0);
        SocketClient player = player("cam");
        player.await(answer -> answer.message() instanceof Video);
        assertThat(transport.forBundle("arcly.rtmp").drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                .toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(2);
        player.awaitCode("NetStream.Play.UnpublishNotify");
        player.awaitCode("NetConnection.Connect.Closed");
        publisher.awaitCode("NetConnection.Connect.Closed");
        player.awaitEnd();
        publisher.awaitEnd();
        assertThat(kernel.streams().live()).isEmpty();
    }

    @Test
    void garbageIsClosedAndDisturbsNobody() throws IOException {
        SocketClient publisher = publisher("cam");
        publish(publisher, 0);
        SocketClient player = player("cam");
        player.await(answer -> answer.message() instanceof Video);
        SocketClient garbage = new SocketClient(address);
        clients.add(garbage);
        garbage.send("GET / HTTP/1.1\r\n\r\n".getBytes(), 0, 18);
        garbage.awaitEnd();
        SocketClient truncated = new SocketClient(address);
        truncated.send(new byte[] {3, 0, 0}, 0, 3);
        truncated.close();
        publish(publisher, 1);
        expectMedia(player, 2);
    }

    private Served generation() {
        RtmpSettings settings = new RtmpSettings(RtmpSettings.CHUNK_SIZE, RtmpSettings.ACKNOWLEDGEMENT_WINDOW,
                RtmpSettings.DEFAULT.chunks(), RtmpSettings.DEFAULT.amf(), RtmpSettings.MOST_STREAMS, Duration.ofSeconds(5),
                Duration.ofMillis(1500), Duration.ofSeconds(20), Duration.ZERO, "");
        return transport.forBundle("arcly.rtmp").serve(ListenerSpec.of("rtmp", "arcly.rtmp").bind(List.of("127.0.0.1")).build(),
                new RtmpConnections(new RtmpContext(kernel.sessions(), kernel.streams(), () -> settings)));
    }

    private void replace(boolean takeover) {
        if (takeover) {
            Served next = generation();
            served.close();
            served = next;
        } else {
            served.close();
            served = generation();
        }
    }

    private SocketClient connected(String app) throws IOException {
        return connected(app, "localhost");
    }

    private SocketClient connected(String app, String host) throws IOException {
        SocketClient client = new SocketClient(address);
        clients.add(client);
        client.says.handshake().connect(app, host).createStream(2);
        client.send().awaitCode("NetConnection.Connect.Success");
        return client;
    }

    private SocketClient publisher(String name) throws IOException {
        SocketClient client = connected("live");
        client.says.publish(1, name);
        client.send().awaitCode("NetStream.Publish.Start");
        return client;
    }

    /** Plays, but need not be answered yet: a stream without a frame is waited for. */
    private SocketClient player(String name) throws IOException {
        SocketClient client = connected("live");
        client.says.play(1, name);
        return client.send();
    }

    /** The file's tags once, the {@code round}-th time in a row on one timeline. */
    private static void tags(RtmpClient says, int round) {
        for (FlvTag tag : Flv.tags()) {
            says.send(1, time(tag, round), tag.type() == FlvTag.SCRIPT_DATA
                    ? Data.of("@setDataFrame", "onMetaData", metadata().values().get(1)) : message(tag));
        }
    }

    private static Data metadata() {
        return Data.of("onMetaData", new EcmaArray().with("videocodecid", 7.0).with("audiocodecid", 10.0));
    }

    private static RtmpMessage message(FlvTag tag) {
        ByteBuffer body = ByteBuffer.wrap(tag.body().toByteArray());
        return tag.type() == FlvTag.VIDEO ? new Video(body) : new Audio(body);
    }

    private static long time(FlvTag tag, int round) {
        return tag.timestampMillis() + round * 1000L;
    }

    private static void publish(SocketClient publisher, int round) throws IOException {
        tags(publisher.says, round);
        publisher.send();
    }

    /**
     * Waits until the player has the last frame of so many rounds, and compares each track with what was sent from the player's
     * first frame on: in order, with its time, nothing missing and nothing twice.
     */
    private static void expectMedia(SocketClient player, int rounds) throws IOException {
        for (Class<?> type : List.of(Video.class, Audio.class)) {
            List<String> sent = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (FlvTag tag : Flv.tags()) {
                    if (tag.type() != FlvTag.SCRIPT_DATA && tag.body().byteAt(1) == 1 && message(tag).getClass() == type) {
                        sent.add(time(tag, round) + " " + tag.body().hashCode());
                    }
                }
            }
            player.await(answer -> sent.get(sent.size() - 1).equals(frame(answer, type)));
            List<String> got = player.heard.stream().map(answer -> frame(answer, type)).filter(Objects::nonNull).toList();
            assertThat(got).isEqualTo(sent.subList(sent.indexOf(got.get(0)), sent.size()));
        }
    }

    /** Time and content of a frame; null for anything else. */
    private static String frame(RtmpClient.Answer answer, Class<?> type) {
        if (answer.message().getClass() != type) {
            return null;
        }
        ByteBuffer tag = answer.message() instanceof Video video ? video.tag() : ((Audio) answer.message()).tag();
        return tag.get(1) == 1 ? answer.timestamp() + " " + Payload.copyOf(tag).hashCode() : null;
    }
}
