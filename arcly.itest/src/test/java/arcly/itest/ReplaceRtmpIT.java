package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Handovers;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.scene.Pauses;
import arcly.itest.scene.RtmpScene;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
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
import org.osgi.service.cm.ConfigurationAdmin;

/** RTMP is replaced under a live publisher and its players, in each way there is; nobody notices. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplaceRtmpIT {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 10;
    private static final int UPDATES = 100;
    private static final int LEAST_OFFSET_MILLIS = 100;
    private static final int OFFSET_RANGE_MILLIS = 700;
    private static final long FRAMES_AFTER = 8;
    private static final long COLLECT_SECONDS = 30;

    @Inject
    private BundleContext context;
    @Inject
    private Transport transport;
    @Inject
    private ConfigurationAdmin configurations;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private Replaceable rtmp;
    private Generations generations;
    private Bystanders bystanders;
    private RtmpScene scene;
    private Handovers handovers;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-replace");
    }

    @Before
    public void publishAndPlay() throws Exception {
        Path original = home.root().resolve("arcly.rtmp.original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin("arcly.rtmp"), original);
        }
        rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        rtmp.awaitActive();
        generations = new Generations();
        handovers = new Handovers(transport);
        scene = RtmpScene.begin(context, Integer.getInteger(Containers.RTMP_PORT));
        bystanders = new Bystanders(context, Set.of("arcly.rtmp"));
    }

    @After
    public void end() throws Exception {
        if (bystanders != null) {
            bystanders.close();
        }
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    public void byTakeOverThroughThePluginsFolder() throws Exception {
        replace("takeover", true, () -> {
            rtmp.takeOver();
            return null;
        });
    }

    @Test
    public void byOtherBytesOfTheSameVersion() throws Exception {
        replace("same version", true, () -> {
            rtmp.takeOverWithSameVersion();
            return null;
        });
    }

    @Test
    public void byBundleUpdate() throws Exception {
        replace("Bundle.update", true, () -> {
            rtmp.update();
            return null;
        });
    }

    @Test
    public void byStopAndStart() throws Exception {
        replace("stop and start", true, () -> {
            rtmp.stopAndStart();
            return null;
        });
    }

    @Test
    public void byAConfigurationChange() throws Exception {
        int[] millis = {30_000};
        replace("configuration", false, () -> {
            org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("arcly.rtmp", "?");
            Hashtable<String, Object> keys = new Hashtable<>(Map.of());
            configuration.getProperties().keys().asIterator()
                    .forEachRemaining(key -> keys.put(key, configuration.getProperties().get(key)));
            keys.put("idle.timeout", ++millis[0]);
            configuration.update(keys);
            return null;
        });
    }

    @Test
    public void aHundredTimesInARow() throws Exception {
        Bundle bundle = rtmp.awaitActive();
        for (int i = 0; i < UPDATES; i++) {
            generations.note(bundle);
            rtmp.update();
        }
        scene.awaitFrames(FRAMES_AFTER);
        assertEquals(List.of(), scene.faults());
        assertEquals(List.of(), bystanders.disturbances());
        assertEquals("class loaders left of " + generations.noted(), 0, collect());
    }

    private void replace(String way, boolean handsOver, Callable<Void> replacement) throws Exception {
        try (Pauses pauses = new Pauses(way)) {
            Random random = new Random(SEED + way.hashCode());
            for (int round = 0; round < ROUNDS; round++) {
                Until.passes(LEAST_OFFSET_MILLIS + random.nextInt(OFFSET_RANGE_MILLIS));
                replaceOnce(round, handsOver, replacement, pauses);
                assertEquals(way + ", round " + round, List.of(), scene.faults());
                assertEquals(way + ", round " + round, List.of(), bystanders.disturbances());
            }
            pauses.print(home.root().resolve("pauses.txt"));
            assertTrue("joins and leaves went on", scene.visits() > 0);
            assertEquals("pauses that are too long", List.of(), pauses.tooLong());
        }
        assertEquals("class loaders left of " + generations.noted(), 0, collect());
    }

    private void replaceOnce(int round, boolean handsOver, Callable<Void> replacement, Pauses pauses) throws Exception {
        scene.interrupt();
        generations.note(rtmp.bundle());
        handovers.mark();
        pauses.begin();
        long from = System.nanoTime();
        replacement.call();
        TransportStatistics.Handover handover = handsOver ? handovers.awaitNext("arcly.rtmp") : null;
        scene.awaitFrames(FRAMES_AFTER);
        pauses.end(round, handsOver ? handover.adopted() : 0, handsOver ? handover.longestPause() : 0,
                scene.worstDelay(from, System.nanoTime()));
        scene.goOn();
        assertTrue("connections closed", !handsOver || handover.closed() == 0);
    }

    private long collect() throws Exception {
        return generations.awaitCollected(rtmp.bundle(), COLLECT_SECONDS, home.root());
    }
}
