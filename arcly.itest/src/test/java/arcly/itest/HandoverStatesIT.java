package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.RtmpLink;
import arcly.itest.peer.RtmpMessage;
import arcly.itest.peer.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * States that a client can be in when RTMP is replaced, one by one, and what happens to those who act while nobody serves
 * them.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HandoverStatesIT {
    private static final long PATIENCE_SECONDS = 10;
    private static final int HEAVY_FRAME_BYTES = 40_000;

    @Inject
    private BundleContext context;
    @Inject
    private Sessions sessions;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.RTMP_PORT, 0);
    private Replaceable rtmp;
    private Bystanders bystanders;
    private NumberedPublisher publisher;
    private NumberedPlayer player;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-states");
    }

    @Before
    public void publishAndPlay() throws Exception {
        Path original = home.root().resolve("arcly.rtmp.original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin("arcly.rtmp"), original);
        }
        rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        rtmp.awaitActive();
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        publisher = NumberedPublisher.publish(port, "live", "cam");
        player = NumberedPlayer.play(port, "live", "cam");
        awaitMore(player, 2);
        bystanders = new Bystanders(context, Set.of("arcly.rtmp"));
    }

    @After
    public void nobodyElseNoticed() throws Exception {
        awaitMore(player, 5);
        assertEquals(List.of(), player.faults());
        assertEquals(null, player.closedBy());
        assertEquals(null, publisher.closedBy());
        assertEquals(List.of(), bystanders.disturbances());
        bystanders.close();
        player.close();
        publisher.close();
    }

    @Test
    public void aPlayerThatPauses() throws Exception {
        try (NumberedPlayer paused = NumberedPlayer.play(port, "live", "cam")) {
            awaitMore(paused, 2);
            paused.pause(true);
            Until.holds("the pause is confirmed", PATIENCE_SECONDS, () -> paused.statuses().contains("NetStream.Pause.Notify"));
            rtmp.update();
            long seen = paused.videoFrames();
            awaitMore(player, 30); // past a key frame: it goes on there, not where it was
            assertEquals("frames while it pauses", seen, paused.videoFrames());
            paused.pause(false);
            awaitMore(paused, 10);
            assertEquals(List.of(), paused.faults());
        }
    }

    @Test
    public void aPlayerThatWaitsForItsStream() throws Exception {
        try (NumberedPlayer early = NumberedPlayer.play(port, "live", "later")) {
            Until.holds("it waits", PATIENCE_SECONDS, () -> session("live/later") != null);
            rtmp.update();
            try (NumberedPublisher late = NumberedPublisher.publish(port, "live", "later")) {
                awaitMore(early, 10);
                assertEquals(List.of(), early.faults());
                assertEquals(null, late.closedBy());
            }
        }
    }

    @Test
    public void aClientThatHasOnlyConnected() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            rtmp.update();
            try (NumberedPlayer late = NumberedPlayer.play(link, "cam")) {
                awaitMore(late, 10);
                assertEquals(List.of(), late.faults());
            }
        }
    }

    @Test
    public void twoStreamsOnOneConnection() throws Exception {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            Map<Integer, Long> next = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                int stream = link.createStream();
                link.write(RtmpMessage.command(stream, "play", 104, null, "cam", -2000));
                next.put(stream, -1L);
            }
            readBoth(link, next, 10);
            rtmp.update();
            readBoth(link, next, 40);
        }
    }

    @Test
    public void timestampsBeyond24Bits() throws Exception {
        overflow("long", (1L << 24) - 1_500);
    }

    @Test
    public void timestampsThatWrap() throws Exception {
        overflow("wrap", (1L << 32) - 1_500);
    }

    @Test
    public void aPlayerWhoseOutputIsFull() throws Exception {
        try (NumberedPublisher heavy = NumberedPublisher.publish(port, "live", "heavy", HEAVY_FRAME_BYTES);
                RtmpLink link = RtmpLink.open(port, 16_384)) {
            link.handshake();
            link.connect("live");
            try (NumberedPlayer slow = NumberedPlayer.play(link, "heavy")) {
                awaitMore(slow, 2);
                slow.hold(true);
                Until.holds("it is behind", PATIENCE_SECONDS,
                        () -> session("live/heavy", Session.Role.VIEWER).lag() > TimeUnit.MILLISECONDS.toNanos(500));
                rtmp.update();
                awaitMore(player, 5);
                slow.hold(false);
                awaitMore(slow, 60);
                assertEquals(List.of(), slow.faults());
                assertEquals(null, slow.closedBy());
            }
            assertEquals(null, heavy.closedBy());
        }
    }

    @Test
    public void aSecondWithoutAnybody() throws Exception {
        Bundle bundle = rtmp.bundle();
        bundle.stop();
        try (RtmpLink newcomer = RtmpLink.open(port)) {
            newcomer.handshakeBegin(1_000);
            Until.passes(1_000);
            assertEquals("closed while parked", null, player.closedBy());
            bundle.start();
            newcomer.handshakeEnd(1_000);
            newcomer.connect("live");
            try (NumberedPlayer late = NumberedPlayer.play(newcomer, "cam")) {
                awaitMore(late, 5);
            }
        }
    }

    @Test
    public void aPlayerThatLeavesWhileNobodyServes() throws Exception {
        NumberedPlayer leaving = NumberedPlayer.play(port, "live", "cam");
        awaitMore(leaving, 2);
        int before = sessions.list().size();
        Bundle bundle = rtmp.bundle();
        bundle.stop();
        leaving.close();
        bundle.start();
        Until.holds(() -> "its session ends: " + sessions.list(), PATIENCE_SECONDS, () -> sessions.list().size() == before - 1);
    }

    @Test
    public void aPlayerThatIsKickedWhileNobodyServes() throws Exception {
        try (NumberedPlayer kicked = NumberedPlayer.play(port, "live", "cam")) {
            awaitMore(kicked, 2);
            Session session = sessions.list().stream().filter(each -> each.peer() != null
                    && each.peer().getPort() == kicked.link().socket().getLocalPort()).findFirst().orElseThrow();
            Bundle bundle = rtmp.bundle();
            bundle.stop();
            session.close(CloseReason.KICKED);
            bundle.start();
            assertTrue("its connection ends", kicked.awaitClose(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)));
            assertEquals(List.of(), kicked.faults());
        }
    }

    @Test
    public void aStreamThatEndsWhileNobodyServes() throws Exception {
        NumberedPublisher ending = NumberedPublisher.publish(port, "live", "ending");
        try (NumberedPlayer last = NumberedPlayer.play(port, "live", "ending")) {
            awaitMore(last, 2);
            Bundle bundle = rtmp.bundle();
            bundle.stop();
            ending.close();
            bundle.start();
            Until.holds(() -> "the player hears of the end: " + last.statuses(), PATIENCE_SECONDS,
                    () -> last.statuses().contains("NetStream.Play.UnpublishNotify") || last.closedBy() != null);
            assertEquals(List.of(), last.faults());
        }
    }

    /** A stream whose timestamps pass a border a second and a half after its begin, at about the time of a replacement. */
    private void overflow(String name, long firstTime) throws Exception {
        try (NumberedPublisher edge = NumberedPublisher.publishFrom(firstTime, port, "live", name);
                NumberedPlayer before = NumberedPlayer.play(port, "live", name)) {
            awaitMore(before, 30);
            rtmp.update();
            awaitMore(before, 30);
            try (NumberedPlayer after = NumberedPlayer.play(port, "live", name)) {
                awaitMore(after, 30);
                assertEquals(List.of(), after.faults());
            }
            assertEquals(List.of(), before.faults());
            assertEquals(null, edge.closedBy());
        }
    }

    private void awaitMore(NumberedPlayer who, long frames) throws Exception {
        long until = who.videoFrames() + frames;
        Until.holds(() -> "frames after " + who.videoFrames() + ": " + who.statuses() + " " + who.closedBy() + " " + who.faults(),
                PATIENCE_SECONDS, () -> who.videoFrames() >= until);
    }

    /** Reads until each stream has that many more video frames, each with the number that is due. */
    private static void readBoth(RtmpLink link, Map<Integer, Long> next, int frames) throws Exception {
        Map<Integer, Integer> seen = new HashMap<>();
        while (next.keySet().stream().anyMatch(stream -> seen.getOrDefault(stream, 0) < frames)) {
            RtmpMessage message = link.read();
            if (message.type() == RtmpMessage.VIDEO && !Samples.isVideoHeader(message.body())) {
                long number = Samples.video(message.body()).number();
                long due = next.get(message.stream());
                assertTrue("stream " + message.stream() + ": " + number + " came, " + due + " was due", due < 0 || number == due);
                next.put(message.stream(), number + 1);
                seen.merge(message.stream(), 1, Integer::sum);
            }
        }
    }

    private Session session(String stream) {
        return session(stream, Session.Role.VIEWER);
    }

    private Session session(String stream, Session.Role role) {
        return sessions.list().stream().filter(each -> each.stream().toString().equals(stream) && each.role() == role)
                .findFirst().orElse(null);
    }
}
