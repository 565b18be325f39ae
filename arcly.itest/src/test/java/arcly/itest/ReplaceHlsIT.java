package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.HlsPlaylist;
import arcly.itest.peer.HlsViewer;
import arcly.itest.peer.HttpLink;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.scene.Machine;
import arcly.itest.scene.RtmpScene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** HLS and the HTTP front door are replaced under ten viewers that poll; nobody notices, neither they nor who watches over RTMP. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplaceHlsIT {
    private static final long SEED = 20_261_123;
    private static final int ROUNDS = 10;
    private static final int VIEWERS = 10;
    private static final int SEGMENT_MILLIS = 1_000;
    private static final int LEAST_OFFSET_MILLIS = 50;
    private static final int OFFSET_RANGE_MILLIS = 500;
    private static final long COLLECT_SECONDS = 30;
    private static final int INSTALLS = 5;

    @Inject
    private BundleContext context;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int rtmp = Integer.getInteger(Containers.RTMP_PORT, 0);
    private final int http = Integer.getInteger(Containers.HTTP_PORT, 0);
    private final List<HlsViewer> viewers = new ArrayList<>();
    private Replaceable hls;
    private Replaceable door;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arcly("exam-hls");
        Home.at(Path.of("target", "exam-hls").toAbsolutePath())
                .configure("arcly.hls~itest", Map.of("applies", "live/*", "segment.time", SEGMENT_MILLIS));
        return options;
    }

    @Before
    public void start() throws Exception {
        hls = replaceable("arcly.hls");
        door = replaceable("arcly.http");
        hls.awaitActive();
        door.awaitActive();
        Until.holds("RTMP and HTTP listen", 20, () -> Ports.listens(rtmp) && Ports.listens(http));
    }

    private Replaceable replaceable(String name) throws Exception {
        Path original = home.root().resolve(name + ".original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin(name), original);
        }
        return new Replaceable(context, home, name, original);
    }

    @After
    public void end() throws Exception {
        for (HlsViewer viewer : viewers) {
            viewer.close();
        }
    }

    @Test
    public void hlsIsReplaced() throws Exception {
        replace(hls);
    }

    @Test
    public void theFrontDoorIsReplaced() throws Exception {
        replace(door);
    }

    /** Ten times each by take-over through plugins/ and by Bundle.update. */
    private void replace(Replaceable plugin) throws Exception {
        Generations generations = new Generations();
        Random random = new Random(SEED);
        long longest = 0;
        try (RtmpScene scene = RtmpScene.begin(context, rtmp);
                Bystanders bystanders = new Bystanders(context, Set.of(plugin.name()))) {
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(HlsViewer.watch(http, "live/cam"));
            }
            awaitSegments(1);
            for (int round = 0; round < 2 * ROUNDS; round++) {
                Until.passes(LEAST_OFFSET_MILLIS + random.nextInt(OFFSET_RANGE_MILLIS));
                generations.note(plugin.bundle());
                if (round % 2 == 0) {
                    plugin.takeOver();
                } else {
                    plugin.update();
                }
                scene.awaitFrames(2);
                String where = plugin.name() + ", round " + round;
                assertEquals(where, List.of(), faults());
                assertEquals(where, List.of(), scene.faults());
                assertEquals(where, List.of(), bystanders.disturbances());
                longest = Math.max(longest, viewers.stream().mapToLong(HlsViewer::longest).max().orElse(0));
            }
            awaitSegments(2);
            assertEquals(plugin.name() + " at the end", List.of(), faults());
            assertEquals("discontinuities", 0, viewers.stream().mapToInt(HlsViewer::discontinuities).sum());
            System.out.printf(Locale.ROOT, "%s replaced %d times: %d segments each, the slowest request took %.0f ms%n", plugin.name(),
                    2 * ROUNDS, viewers.get(0).segments(), longest / 1e6);
        }
        assertEquals("class loaders left of " + generations.noted(), 0,
                generations.awaitCollected(plugin.bundle(), COLLECT_SECONDS, home.root()));
    }

    @Test
    public void aPublisherThatComesBackIsOneDiscontinuity() throws Exception {
        NumberedPublisher first = NumberedPublisher.publish(rtmp, "live", "back");
        HlsViewer viewer = HlsViewer.watch(http, "live/back");
        viewers.add(viewer);
        awaitSegments(2);
        first.vanish();
        try (NumberedPublisher second = NumberedPublisher.publish(rtmp, "live", "back")) {
            awaitSegments(5);
            assertEquals(null, second.closedBy());
        }
        Until.holds("the playlist ends", 10, viewer::isEnded);
        assertEquals(List.of(), faults());
        assertEquals("discontinuities", 1, viewer.discontinuities());
    }

    @Test
    public void installedOnALiveStream() throws Exception {
        Path away = home.root().resolve("arcly.hls.away");
        Files.move(home.plugin("arcly.hls"), away, StandardCopyOption.ATOMIC_MOVE);
        Until.holds("arcly.hls is gone", 20, () -> hls.bundles().isEmpty());
        try (NumberedPublisher publisher = NumberedPublisher.publish(rtmp, "live", "before")) {
            Until.holds("a few groups of pictures", 10, () -> publisher.videoFrames() > 60);
            for (int i = 0; i < INSTALLS; i++) {
                Machine machine = new Machine();
                String times = install(away);
                System.out.printf(Locale.ROOT, "installed on a live stream: %s; %.2f cores taken by others%n", times,
                        machine.othersSince());
            }
        }
        Files.move(away, home.plugin("arcly.hls"), StandardCopyOption.ATOMIC_MOVE);
        hls.awaitActive();
    }

    /** From the start of the bundle to a media playlist that has a segment; told, not judged: the machine has other work. */
    private String install(Path jar) throws Exception {
        Bundle bundle = context.installBundle("itest:arcly.hls", Files.newInputStream(jar));
        try (HttpLink link = HttpLink.open(http)) {
            long from = System.nanoTime();
            bundle.start();
            long started = System.nanoTime();
            HttpLink.Reply index;
            while ((index = link.get("/live/before/index.m3u8")).status() == 404) {
                assertTrue("no playlist in 10 s", System.nanoTime() - from < 10_000_000_000L);
            }
            assertEquals(index.text(), 200, index.status());
            long indexed = System.nanoTime();
            HlsPlaylist playlist = HlsPlaylist.read(link.get("/live/before/" + HlsPlaylist.variant(index.text())).text());
            long read = System.nanoTime();
            assertFalse("no segment", playlist.segments().isEmpty());
            return String.format(Locale.ROOT, "playlist with %d segments after %.0f ms: start %.0f, multivariant %.0f, media %.0f",
                    playlist.segments().size(), (read - from) / 1e6, (started - from) / 1e6, (indexed - started) / 1e6,
                    (read - indexed) / 1e6);
        } finally {
            bundle.uninstall();
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < viewers.size(); i++) {
            for (String fault : viewers.get(i).faults()) {
                faults.add("viewer " + i + ": " + fault);
            }
        }
        return faults;
    }

    private void awaitSegments(int more) throws Exception {
        int[] until = viewers.stream().mapToInt(viewer -> viewer.segments() + more).toArray();
        for (int i = 0; i < until.length; i++) {
            HlsViewer viewer = viewers.get(i);
            int wanted = until[i];
            Until.holds(() -> "segments for a viewer: " + viewer.segments() + " " + viewer.faults(), 20,
                    () -> viewer.segments() >= wanted || !viewer.faults().isEmpty());
        }
        assertEquals(List.of(), faults());
    }
}
