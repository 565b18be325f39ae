package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamState;
import arcly.api.stream.Streams;
import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Handovers;
import arcly.itest.container.Home;
import arcly.itest.container.Jars;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.LinePeer;
import arcly.itest.scene.Pauses;
import arcly.itest.scene.SlowPolicy;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import org.osgi.framework.BundleContext;

/** A vendor's protocol, built only against exported packages, is replaced under its clients; nobody notices. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplaceLineIT {
    private static final long SEED = 4_711;
    private static final int ROUNDS = 10;
    private static final int VIEWERS = 20;
    private static final String STREAM = "live/line";

    @Inject
    private BundleContext context;
    @Inject
    private Transport transport;
    @Inject
    private Streams streams;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.LINE_PORT, 0);
    private final List<LinePeer> viewers = new ArrayList<>();
    private final Generations generations = new Generations();
    private Replaceable line;
    private SlowPolicy policy;
    private Bystanders bystanders;
    private LinePeer publisher;
    private Handovers handovers;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-line");
    }

    @Before
    public void publishAndView() throws Exception {
        policy = new SlowPolicy(context);
        handovers = new Handovers(transport);
        line = new Replaceable(context, home, "arcly.itest.line", Path.of(System.getProperty(Containers.FIXTURE, "")));
        if (line.bundles().isEmpty()) {
            line.drop(Jars.sameVersion(line.original(), 0));
        }
        line.awaitActive();
        Until.holds("the fixture listens", 10, () -> Ports.listens(port));
        publisher = LinePeer.publish(port, STREAM);
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(LinePeer.view(port, STREAM));
        }
        awaitFrames(1);
        bystanders = new Bystanders(context, Set.of("arcly.itest.line"));
    }

    @After
    public void end() throws Exception {
        bystanders.close();
        for (LinePeer viewer : viewers) {
            viewer.close();
        }
        publisher.close();
        policy.close();
    }

    @Test
    public void byTakeOverThroughThePluginsFolder() throws Exception {
        replace("line, takeover", line::takeOver);
    }

    @Test
    public void byOtherBytesOfTheSameVersion() throws Exception {
        replace("line, same version", line::takeOverWithSameVersion);
    }

    @Test
    public void byBundleUpdate() throws Exception {
        replace("line, Bundle.update", line::update);
    }

    @Test
    public void byStopAndStart() throws Exception {
        replace("line, stop and start", line::stopAndStart);
    }

    @Test
    public void byAConfigurationChange() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            home.configure("arcly.itest.line", Map.of("greeting", "hello-" + round));
            String greeting = "H hello-" + round;
            Until.holds("newcomers are greeted with " + greeting, 10, () -> greets(greeting));
            awaitFrames(5);
            assertEquals(List.of(), faults());
            assertEquals(List.of(), bystanders.disturbances());
        }
    }

    @Test
    public void andIsRemoved() throws Exception {
        generations.note(line.bundle());
        Files.delete(home.plugin("arcly.itest.line"));
        for (LinePeer viewer : viewers) {
            Until.holds("a viewer's connection ends", 10, () -> viewer.closedBy() != null);
            assertEquals("the server closed", viewer.closedBy());
            assertTrue("goodbye: " + viewer.said(), viewer.said().stream().anyMatch(word -> word.startsWith("B ")));
            assertEquals(List.of(), viewer.faults());
        }
        Until.holds("the bundle is gone", 10, () -> line.bundles().isEmpty());
        assertEquals(List.of(), bystanders.disturbances());
        assertEquals("class loaders left", 0, generations.awaitCollected(null, 30, home.root()));
    }

    @Test
    public void byASuccessorThatKnowsNoneOfTheBatons() throws Exception {
        long refused = transport.statistics().counters().get("handover.refused");
        line.drop(Jars.withConstant(line.original(), 1_000, "line.connection", "line.other-kind"));
        for (LinePeer viewer : viewers) {
            Until.holds("a viewer's connection ends", 10, () -> viewer.closedBy() != null);
            assertEquals(List.of(), viewer.faults());
        }
        Until.holds("the publisher's connection ends", 10, () -> publisher.closedBy() != null);
        assertEquals(refused + VIEWERS + 1, (long) transport.statistics().counters().get("handover.refused"));
        assertTrue("the log tells why", home.logLines("no known baton").size() > 0);
        line.awaitActive();
        Until.holds("the stream waits for its publisher", 5, () -> streams.find(StreamKey.parse(STREAM))
                .filter(stream -> stream.state() == StreamState.SUSPENDED).isPresent());
        try (LinePeer back = LinePeer.publish(port, STREAM); LinePeer viewer = LinePeer.view(port, STREAM)) {
            Until.holds("frames", 10, () -> viewer.frames() > 5);
            assertEquals(null, back.closedBy());
        }
        assertEquals(List.of(), bystanders.disturbances());
        Files.delete(home.plugin("arcly.itest.line"));
        Until.holds("the bundle is gone", 10, () -> line.bundles().isEmpty());
    }

    private boolean greets(String greeting) throws Exception {
        try (LinePeer newcomer = LinePeer.view(port, STREAM)) {
            return newcomer.said().contains(greeting);
        }
    }

    /** One way to replace the bundle. */
    private interface Replacement {
        void run() throws Exception;
    }

    private void replace(String way, Replacement replacement) throws Exception {
        try (Pauses pauses = new Pauses(way)) {
            Random random = new Random(SEED);
            for (int round = 0; round < ROUNDS; round++) {
                Until.passes(50 + random.nextInt(300));
                replaceOnce("slow" + way.hashCode() + "-" + round, round, replacement, pauses);
                assertEquals(way + ", round " + round, List.of(), faults());
                assertEquals(way + ", round " + round, List.of(), bystanders.disturbances());
            }
            pauses.print(home.root().resolve("pauses.txt"));
            assertEquals("pauses that are too long", List.of(), pauses.tooLong());
        }
        assertEquals("class loaders left of " + generations.noted(), 0,
                generations.awaitCollected(line.bundle(), 30, home.root()));
    }

    /** @param slow the stream that a viewer asks for, whose access is decided after the replacement */
    private void replaceOnce(String slow, int round, Replacement replacement, Pauses pauses) throws Exception {
        try (LinePeer pending = LinePeer.askToView(port, "live/" + slow)) {
            Until.holds("the policy is asked", 10, () -> policy.asked(slow) == 1);
            generations.note(line.bundle());
            viewers.forEach(LinePeer::worstDelay);
            handovers.mark();
            pauses.begin();
            replacement.run();
            TransportStatistics.Handover handover = handovers.awaitNext("arcly.itest.line");
            awaitFrames(5);
            pauses.end(round, handover.adopted(), handover.longestPause(),
                    viewers.stream().mapToLong(LinePeer::worstDelay).max().orElse(0));
            policy.allow(slow, StreamKey.parse(STREAM));
            Until.holds(() -> "frames for the viewer that waited: " + pending.said() + pending.closedBy(), 10,
                    () -> pending.frames() > 5);
            assertEquals("asked", 1, policy.asked(slow));
            assertEquals(List.of(), pending.faults());
            assertEquals("connections closed", 0, handover.closed());
        }
    }

    private void awaitFrames(long more) throws Exception {
        long[] until = viewers.stream().mapToLong(viewer -> viewer.frames() + more).toArray();
        for (int i = 0; i < until.length; i++) {
            LinePeer viewer = viewers.get(i);
            long wanted = until[i];
            Until.holds(() -> "more frames after " + viewer.frames() + " " + viewer.said() + " " + viewer.closedBy(), 10,
                    () -> viewer.frames() >= wanted);
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (publisher.closedBy() != null) {
            faults.add("publisher: " + publisher.closedBy());
        }
        for (LinePeer viewer : viewers) {
            if (viewer.closedBy() != null) {
                faults.add("viewer: " + viewer.closedBy() + " " + viewer.said());
            }
            faults.addAll(viewer.faults());
        }
        return faults;
    }
}
