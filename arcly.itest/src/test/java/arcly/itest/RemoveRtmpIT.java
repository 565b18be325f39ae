package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamListener;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
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
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** RTMP goes for good: what its clients, the events and the log hear, and that nothing of it is left. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RemoveRtmpIT {
    private static final long COLLECT_SECONDS = 30;

    @Inject
    private BundleContext context;
    @Inject
    private CommandProcessor console;
    @Inject
    private ConfigurationAdmin configurations;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.RTMP_PORT, 0);
    /** Of this scene alone: the stream of the one before may be in its grace yet, and would go on with this one's frames. */
    private final String name = "cam-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final List<StreamEvent> events = new CopyOnWriteArrayList<>();
    private ServiceRegistration<StreamListener> listening;
    private Replaceable rtmp;
    private NumberedPublisher publisher;
    private NumberedPlayer player;
    private Generations generations;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-remove");
    }

    @Before
    public void publishAndPlay() throws Exception {
        Path original = home.root().resolve("arcly.rtmp.original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin("arcly.rtmp"), original);
        }
        rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        if (rtmp.bundles().isEmpty()) {
            Files.deleteIfExists(home.plugin("arcly.rtmp"));
            rtmp.drop(Files.readAllBytes(original));
        }
        rtmp.awaitActive();
        Until.holds("it listens", 10, () -> Ports.listens(port));
        listening = context.registerService(StreamListener.class, events::add, new Hashtable<>());
        publisher = NumberedPublisher.publish(port, "live", name);
        player = NumberedPlayer.play(port, "live", name);
        Until.holds("frames", 10, () -> player.videoFrames() > 1);
        generations = new Generations();
        generations.note(rtmp.bundle());
    }

    @After
    public void end() throws Exception {
        player.close();
        publisher.close();
        listening.unregister();
    }

    @Test
    public void uninstalledForGood() throws Exception {
        Bundle bundle = rtmp.bundle();
        Files.delete(home.plugin("arcly.rtmp"));
        long from = System.nanoTime();
        bundle.uninstall();
        assertTrue("the player's connection ends", player.awaitClose(TimeUnit.SECONDS.toMillis(Containers.HANDOVER_SECONDS + 5)));
        long after = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        assertTrue("the publisher's connection ends", publisher.awaitClose(2_000));
        assertTrue("parked for " + after + " ms", after >= TimeUnit.SECONDS.toMillis(Containers.HANDOVER_SECONDS) - 200
                && after < TimeUnit.SECONDS.toMillis(Containers.HANDOVER_SECONDS) + 2_000);
        assertEquals(List.of(), player.faults());
        Until.holds(() -> "two sessions end with provider.gone: " + events, 5, () -> closed("provider.gone") == 2);
        assertFalse("the log says provider.gone", home.logLines("provider.gone").isEmpty());
        absent();
    }

    @Test
    public void removedAtTheConsole() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (CommandSession session = console.createSession(InputStream.nullInputStream(), said, said)) {
            Object answer = session.execute("arcly:remove arcly.rtmp");
            System.out.println("arcly:remove: " + answer + " " + said);
        }
        goodbye();
        Files.deleteIfExists(home.plugin("arcly.rtmp"));
    }

    @Test
    public void itsFileRemoved() throws Exception {
        Files.delete(home.plugin("arcly.rtmp"));
        goodbye();
    }

    @Test
    public void movedToAnotherPort() throws Exception {
        int other = Ports.free();
        listenOn(other);
        Until.holds("it listens at " + other, 10, () -> Ports.listens(other) && !Ports.listens(port));
        long seen = player.videoFrames();
        Until.holds("frames go on", 10, () -> player.videoFrames() > seen + 10);
        try (NumberedPlayer newcomer = NumberedPlayer.play(other, "live", name)) {
            Until.holds("frames at the new port", 10, () -> newcomer.videoFrames() > 5);
            assertEquals(List.of(), newcomer.faults());
        }
        listenOn(port);
        Until.holds("it listens again at " + port, 10, () -> Ports.listens(port) && !Ports.listens(other));
        assertEquals(List.of(), player.faults());
        assertEquals(null, player.closedBy());
        assertEquals(null, publisher.closedBy());
    }

    /** Both clients are told in RTMP before their connections end. */
    private void goodbye() throws Exception {
        assertTrue("the player's connection ends", player.awaitClose(10_000));
        assertTrue("the publisher's connection ends", publisher.awaitClose(5_000));
        System.out.println("goodbye: player " + player.statuses() + " " + player.closedBy() + ", publisher "
                + publisher.statuses()
                + " " + publisher.closedBy());
        assertTrue("goodbye to the player: " + player.statuses(), says(player.statuses(), "NetStream.Play.UnpublishNotify",
                "NetStream.Play.Stop", "NetConnection.Connect.Closed", "NetConnection.Connect.AppShutdown"));
        assertTrue("goodbye to the publisher: " + publisher.statuses(), says(publisher.statuses(), "NetStream.Unpublish.Success",
                "NetConnection.Connect.Closed", "NetConnection.Connect.AppShutdown"));
        assertEquals("the server closed", player.closedBy());
        assertEquals(List.of(), player.faults());
        Until.holds(() -> "both sessions end with provider.gone: " + events, 5, () -> closed("provider.gone") == 2);
        absent();
    }

    /** No bundle, no port, no code. */
    private void absent() throws Exception {
        Until.holds("the bundle is gone: " + rtmp.bundles(), 10, () -> rtmp.bundles().isEmpty());
        Until.holds("the port is closed", 5, () -> !Ports.listens(port));
        player.close();
        publisher.close();
        assertEquals("class loaders left", 0, generations.awaitCollected(null, COLLECT_SECONDS, home.root()));
    }

    private void listenOn(int number) throws Exception {
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("arcly.rtmp", "?");
        Hashtable<String, Object> keys = new Hashtable<>();
        configuration.getProperties().keys().asIterator()
                .forEachRemaining(key -> keys.put(key, configuration.getProperties().get(key)));
        keys.put("port", number);
        configuration.update(keys);
    }

    private long closed(String reason) {
        return events.stream().filter(event -> event.type() == StreamEvent.Type.SESSION_CLOSED)
                .filter(event -> reason.equals(event.details().get("reason"))).count();
    }

    private static boolean says(List<String> statuses, String... one) {
        return Stream.of(one).anyMatch(statuses::contains);
    }
}
