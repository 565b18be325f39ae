package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import arcly.api.session.Sessions;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamKey;
import arcly.api.stream.Streams;
import arcly.itest.container.Containers;
import arcly.itest.container.Home;
import arcly.itest.peer.Amf0;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.RtmpLink;
import arcly.itest.peer.RtmpMessage;
import arcly.itest.peer.Samples;
import arcly.transport.Transport;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/**
 * Clients that err, lie or vanish: each leaves a line in the log and a number in a counter, and a good stream beside does
 * not notice.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadInputIT {
    private static final long SEED = 77;
    private static final String PROTOCOL_ERRORS = "closed.protocol.error";
    /** With what the other tests do wrong fewer than the lines that the log has for such clients at once; parsers have sweeps of their own. */
    private static final int SWEEPS = 8;
    private static final int SILENT_PLAYERS = 10;
    private static final int HEAVY_FRAME_BYTES = 60_000;
    private static final long LAG_NANOS = 1_000_000_000;
    private static final long GROWTH_BYTES = 32L << 20;
    private static final int HANDSHAKE_TIMEOUT_MILLIS = 1_500;

    @Inject
    private Transport transport;
    @Inject
    private Streams streams;
    @Inject
    private Sessions sessions;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.RTMP_PORT, 0);
    private NumberedPublisher publisher;
    private NumberedPlayer player;
    private long protocolErrors;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arclyWatchingBuffers("exam-bad-input");
        Home.at(Path.of("target", "exam-bad-input").toAbsolutePath())
                .configure("arcly.rtmp", Map.of("handshake.timeout", HANDSHAKE_TIMEOUT_MILLIS));
        return options;
    }

    @Before
    public void publishAndPlay() throws Exception {
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        publisher = NumberedPublisher.publish(port, "live", "good");
        player = NumberedPlayer.play(port, "live", "good");
        Until.holds("frames", 10, () -> player.videoFrames() > 1);
        protocolErrors = counter(PROTOCOL_ERRORS);
    }

    @After
    public void nobodyElseNoticed() throws Exception {
        long seen = player.videoFrames();
        Until.holds("the good stream goes on", 10, () -> player.videoFrames() > seen + 5);
        assertEquals(List.of(), player.faults());
        assertEquals(null, player.closedBy());
        assertEquals(null, publisher.closedBy());
        player.close();
        publisher.close();
        assertEquals("buffers that were not released", List.of(), Containers.leaks(home));
    }

    @Test
    public void garbageInsteadOfAHandshake() throws Exception {
        try (RtmpLink link = RtmpLink.open(port)) {
            byte[] http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            link.writeRaw(http, 0, http.length);
            refused(link);
        }
    }

    @Test
    public void aHandshakeThatEndsInTheMiddle() throws Exception {
        try (RtmpLink link = RtmpLink.open(port)) {
            link.handshakeBegin(700);
            link.socket().shutdownOutput();
            assertEquals("end of the connection", -1, end(link));
        }
    }

    @Test
    public void aConnectionThatSaysNothing() throws Exception {
        long before = counter("timeout.handshake");
        try (RtmpLink silent = RtmpLink.open(port); RtmpLink half = RtmpLink.open(port)) {
            half.handshakeBegin(100);
            long from = System.nanoTime();
            refused(silent, half);
            long millis = (System.nanoTime() - from) / 1_000_000;
            assertTrue("closed after " + millis + " ms", millis < HANDSHAKE_TIMEOUT_MILLIS + 2_000);
        }
        Until.holds(() -> "timeout.handshake grew by two: " + counters(), 5, () -> counter("timeout.handshake") >= before + 2);
    }

    @Test
    public void aChunkSizeOfZero() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            link.write(new RtmpMessage(RtmpMessage.SET_CHUNK_SIZE, 0, 0, new byte[4]));
            refused(link);
        }
    }

    @Test
    public void aNegativeChunkSize() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            link.write(new RtmpMessage(RtmpMessage.SET_CHUNK_SIZE, 0, 0, ByteBuffer.allocate(4).putInt(-1).array()));
            refused(link);
        }
    }

    @Test
    public void aMessageLongerThanTheLimit() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            byte[] header = {6, 0, 0, 0, -1, -1, -1, RtmpMessage.VIDEO, 1, 0, 0, 0, 0};
            link.writeRaw(header, 0, header.length);
            refused(link);
        }
    }

    @Test
    public void objectsInObjectsBeyondTheLimit() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            Map<String, Object> inner = new LinkedHashMap<>();
            for (int depth = 0; depth < 200; depth++) {
                Map<String, Object> outer = new LinkedHashMap<>();
                outer.put("o", inner);
                inner = outer;
            }
            link.write(new RtmpMessage(RtmpMessage.COMMAND, 0, 0, Amf0.write("connect", 2, inner)));
            refused(link);
        }
    }

    @Test
    public void randomBytesBehindAGoodHandshake() throws Exception {
        Random random = new Random(SEED);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            try (RtmpLink link = RtmpLink.open(port)) {
                link.handshake();
                byte[] bytes = new byte[1 + random.nextInt(50_000)];
                random.nextBytes(bytes);
                link.writeRaw(bytes, 0, bytes.length);
                link.socket().shutdownOutput();
                end(link);
            } catch (java.net.SocketException reset) {
                assertFalse("a reset and nothing else: " + reset, reset.getMessage().contains("refused"));
            }
        }
        Until.holds("only the good connections are left", 10, () -> transport.statistics().connections() == 2);
    }

    @Test
    public void playersThatNeverRead() throws Exception {
        try (NumberedPublisher heavy = NumberedPublisher.publish(port, "live", "heavy", HEAVY_FRAME_BYTES);
                NumberedPlayer reader = NumberedPlayer.play(port, "live", "heavy")) {
            Until.holds("frames", 10, () -> reader.videoFrames() > 50);
            List<RtmpLink> silent = new ArrayList<>();
            long before = used();
            for (int i = 0; i < SILENT_PLAYERS; i++) {
                RtmpLink link = RtmpLink.open(port, 4_096);
                link.handshake();
                link.connect("live");
                link.write(RtmpMessage.command(link.createStream(), "play", 4, null, "heavy", -2000));
                silent.add(link);
            }
            long seen = reader.videoFrames();
            Until.holds("four seconds of the stream", 20, () -> reader.videoFrames() > seen + 100);
            long growth = used() - before;
            System.out.println(SILENT_PLAYERS + " players that never read: " + (growth >> 10) + " KiB more");
            assertEquals(List.of(), reader.faults());
            assertTrue("grew by " + growth + " bytes", growth < GROWTH_BYTES);
            long behind = sessions.list().stream().filter(session -> session.lag() > LAG_NANOS).count();
            assertEquals("sessions whose backlog waits in the ring", SILENT_PLAYERS, behind);
            for (RtmpLink link : silent) {
                link.close();
            }
        }
    }

    @Test
    public void twoPublishersOnOneKey() throws Exception {
        long busy = streams.counters().getOrDefault("publish.busy", 0L);
        try (NumberedPublisher second = NumberedPublisher.ask(port, "live", "good", 1_000)) {
            assertTrue("refused: " + second.awaitAnswer(), second.awaitAnswer().contains("NetStream.Publish.BadName"));
            Until.holds("the log names the stream", 5, () -> home.logLines("live/good").stream().anyMatch(
                    line -> line.contains(":" + second.link().socket().getLocalPort()) || line.contains("BUSY")));
            assertEquals("publish.busy", busy + 1, (long) streams.counters().get("publish.busy"));
        }
    }

    @Test
    public void aPublisherWhoseNetworkVanished() throws Exception {
        NumberedPublisher lost = NumberedPublisher.publish(port, "live", "mobile");
        try (NumberedPlayer viewer = NumberedPlayer.play(port, "live", "mobile")) {
            Until.holds("frames", 10, () -> viewer.videoFrames() > 5);
            lost.haltInMessage(); // no FIN, no byte: the server cannot know
            Until.passes(3_000);
            try (NumberedPublisher back = NumberedPublisher.publish(port, "live", "mobile")) {
                long seen = viewer.videoFrames();
                Until.holds(() -> "the viewer sees the one who came back: " + viewer.closedBy() + viewer.statuses(), 10,
                        () -> viewer.videoFrames() > seen + 5);
                assertEquals(null, viewer.closedBy());
                assertTrue("only the numbers begin anew: " + viewer.faults(),
                        viewer.faults().stream().allMatch(fault -> fault.contains("was due")));
                assertEquals(null, back.closedBy());
            }
        } finally {
            lost.vanish();
        }
    }

    @Test
    public void aPublisherThatIsResetAndComesBack() throws Exception {
        NumberedPublisher lost = NumberedPublisher.publish(port, "live", "phone");
        try (NumberedPlayer viewer = NumberedPlayer.play(port, "live", "phone")) {
            Until.holds("frames", 10, () -> viewer.videoFrames() > 5);
            lost.vanish();
            Until.passes(3_000);
            try (NumberedPublisher back = NumberedPublisher.publish(port, "live", "phone")) {
                long seen = viewer.videoFrames();
                Until.holds(() -> "the viewer stays: " + viewer.closedBy() + viewer.statuses(), 10,
                        () -> viewer.videoFrames() > seen + 5);
                assertEquals(null, viewer.closedBy());
                assertTrue("times go on: " + viewer.faults(),
                        viewer.faults().stream().noneMatch(fault -> fault.contains("goes back")));
                assertEquals(null, back.closedBy());
            }
        }
    }

    @Test
    public void timesThatGoBack() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            int stream = link.createStream();
            link.write(RtmpMessage.command(stream, "publish", 5, null, "backwards", "live"));
            RtmpMessage answer;
            do {
                answer = link.read();
            } while (answer.statusCode().isEmpty());
            assertEquals("NetStream.Publish.Start", answer.statusCode());
            link.write(new RtmpMessage(RtmpMessage.VIDEO, stream, 0, Samples.videoHeader()));
            long[] times = {0, 1_000, 2_000, 500, 600, 2_040};
            for (int i = 0; i < times.length; i++) {
                link.write(new RtmpMessage(RtmpMessage.VIDEO, stream, times[i], Samples.video(i, i == 0, 1_000)));
            }
            LiveStream live = streams.find(StreamKey.of("live", "backwards")).orElseThrow();
            Until.holds(() -> "refused frames are counted: " + live.statistics(), 5, () -> refusedFrames(live) == 2);
            Until.holds("the log tells of them", 10, () -> !home.logLines("backwards").isEmpty());
        }
    }

    private long refusedFrames(LiveStream live) {
        return live.statistics().framesRefused();
    }

    /** The server closes, counts each as the client's fault, and the log names the peers. */
    private void refused(RtmpLink... links) throws Exception {
        for (RtmpLink link : links) {
            String peer = "127.0.0.1:" + link.socket().getLocalPort();
            assertEquals("end of the connection", -1, end(link));
            Until.holds("a line with " + peer + " in the log", 5, () -> !home.logLines(peer).isEmpty());
            System.out.println(home.logLines(peer));
        }
        Until.holds(() -> PROTOCOL_ERRORS + " grew: " + counters(), 5,
                () -> counter(PROTOCOL_ERRORS) >= protocolErrors + links.length);
    }

    /** Reads what comes until the server closes; -1 then. */
    private static int end(RtmpLink link) throws IOException {
        byte[] rest = new byte[4_096];
        int read;
        link.socket().setSoTimeout(10_000);
        try {
            do {
                read = link.socket().getInputStream().read(rest);
            } while (read >= 0);
            return read;
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("the server has not closed");
        } catch (java.net.SocketException reset) {
            return -1; // the server closed with input unread: as good
        }
    }

    private Map<String, Long> counters() {
        return new TreeMap<>(transport.statistics().counters());
    }

    private long counter(String name) {
        return transport.statistics().counters().getOrDefault(name, 0L);
    }

    /** Heap after collections, and what Netty holds outside of it. */
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
