package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.api.session.Sessions;
import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.scene.Storm;
import arcly.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;

/** RTMP is replaced again and again while clients come and go as fast as they can; afterwards nothing of them is left. */
@RunWith(PaxExam.class)
public class StormIT {
    private static final long SEED = 5_061_124;
    private static final int REPLACEMENTS = 60;
    private static final int CLIENTS = 12;

    @Inject
    private BundleContext context;
    @Inject
    private Transport transport;
    @Inject
    private Sessions sessions;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-storm");
    }

    @Test
    public void nothingIsLost() throws Exception {
        Home home = Home.at(Path.of(System.getProperty(Containers.HOME)));
        int port = Integer.getInteger(Containers.RTMP_PORT);
        Path original = Files.copy(home.plugin("arcly.rtmp"), home.root().resolve("arcly.rtmp.original"));
        Replaceable rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        rtmp.awaitActive();
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        Generations generations = new Generations();
        try (NumberedPublisher publisher = NumberedPublisher.publish(port, "live", "cam");
                NumberedPlayer player = NumberedPlayer.play(port, "live", "cam");
                Bystanders bystanders = new Bystanders(context, Set.of("arcly.rtmp"))) {
            Until.holds("frames", 10, () -> player.videoFrames() > 2);
            try (Storm storm = new Storm(port, "cam", CLIENTS, SEED)) {
                replace(rtmp, generations);
                storm.close();
                System.out.println("storm: " + storm.visits() + " visits, " + REPLACEMENTS + " replacements");
                assertEquals(List.of(), storm.faults());
                assertTrue("visits", storm.visits() > REPLACEMENTS);
            }
            Until.holds(() -> "two sessions are left: " + sessions.list(), 10, () -> sessions.list().size() == 2);
            Until.holds(() -> "two connections are left: " + transport.statistics().connections(), 10,
                    () -> transport.statistics().connections() == 2 && transport.statistics().parked() == 0);
            assertEquals(List.of(), player.faults());
            assertEquals(null, player.closedBy());
            assertEquals(null, publisher.closedBy());
            assertEquals(List.of(), bystanders.disturbances());
            for (String counter : List.of("handler.failed", "handover.refused", "handover.expired", "accept.failed")) {
                assertEquals(counter, 0, (long) transport.statistics().counters().get(counter));
            }
        }
        assertEquals("class loaders left of " + generations.noted(), 0,
                generations.awaitCollected(rtmp.bundle(), 30, home.root()));
    }

    private static void replace(Replaceable rtmp, Generations generations) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < REPLACEMENTS; i++) {
            generations.note(rtmp.bundle());
            switch (random.nextInt(8)) {
                case 0 -> rtmp.takeOver();
                case 1, 2, 3 -> rtmp.update();
                default -> rtmp.stopAndStart();
            }
            Until.passes(random.nextInt(200));
        }
    }
}
