package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Jars;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.HttpLink;
import arcly.itest.peer.NumberedPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** A vendor's packager, built only against exported packages: attached to a live stream, replaced without losing count, and removed. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplacePackagerIT {
    private static final int ROUNDS = 6;
    private static final long PATIENCE_SECONDS = 10;
    private static final Pattern SAID = Pattern.compile("generation (\\d+), frames (\\d+), key (\\w+), label (\\w+)");

    @Inject
    private BundleContext context;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int rtmp = Integer.getInteger(Containers.RTMP_PORT, 0);
    private final int http = Integer.getInteger(Containers.HTTP_PORT, 0);

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arcly("exam-packager");
        Home copy = Home.at(Path.of("target", "exam-packager").toAbsolutePath());
        copy.configure("arcly.application~live", Map.of("packagers", "hls,count"));
        copy.configure("arcly.count~cam", Map.of("applies", "live/*", "label", "first"));
        return options;
    }

    @Test
    public void itGoesOnWhereItsPredecessorStopped() throws Exception {
        Until.holds("RTMP and HTTP listen", 20, () -> Ports.listens(rtmp) && Ports.listens(http));
        for (String other : List.of("arcly.rtmp", "arcly.http", "arcly.hls", "arcly.shell")) {
            new Replaceable(context, home, other, home.plugin(other)).awaitActive();
        }
        Replaceable vendor = new Replaceable(context, home, "arcly.itest.line", Path.of(System.getProperty(Containers.FIXTURE, "")));
        Generations generations = new Generations();
        try (Bystanders bystanders = new Bystanders(context, Set.of(vendor.name()));
                NumberedPublisher publisher = NumberedPublisher.publish(rtmp, "live", "cam");
                HttpLink link = HttpLink.open(http)) {
            Until.holds("frames before it comes", PATIENCE_SECONDS, () -> publisher.videoFrames() > 30);
            vendor.drop(Jars.sameVersion(vendor.original(), 0));
            vendor.awaitActive();
            counts(publisher, link, 1);
            for (int round = 0; round < ROUNDS; round++) {
                generations.note(vendor.bundle());
                if (round % 2 == 0) {
                    vendor.takeOver();
                } else {
                    vendor.update();
                }
                counts(publisher, link, round + 2);
                assertEquals(List.of(), bystanders.disturbances());
            }
            home.configure("arcly.count~cam", Map.of("applies", "live/*", "label", "second"));
            Until.holds(() -> "its settings change while it runs", PATIENCE_SECONDS, () -> said(link).group(4).equals("second"));
            counts(publisher, link, ROUNDS + 1);

            generations.note(vendor.bundle());
            Files.delete(home.plugin(vendor.name()));
            Until.holds("it is gone", PATIENCE_SECONDS, () -> vendor.bundles().isEmpty());
            assertEquals("HLS of the same stream", 200, HttpLink.open(http).get("/live/cam/index.m3u8").status());
            assertEquals(null, publisher.closedBy());
            assertEquals(List.of(), bystanders.disturbances());
        }
        assertEquals("class loaders left of " + generations.noted(), 0, generations.awaitCollected(null, 30, home.root()));
    }

    /** It has seen each frame of the publisher since the first key frame once. */
    private void counts(NumberedPublisher publisher, HttpLink link, int generation) throws Exception {
        long sent = publisher.videoFrames();
        Until.holds(() -> "all frames of generation " + generation + " are counted; it says " + text(link) + ", sent " + sent,
                PATIENCE_SECONDS, () -> {
                    Matcher said = said(link);
                    return said != null && Integer.parseInt(said.group(1)) == generation && Long.parseLong(said.group(2)) >= sent;
                });
        Matcher said = said(link);
        long after = publisher.videoFrames() + 1; // what is being sent now
        assertTrue("counted " + said.group() + " of " + after, Long.parseLong(said.group(2)) <= after);
        assertEquals("began with a key frame", "true", said.group(3));
    }

    private Matcher said(HttpLink link) throws Exception {
        HttpLink.Reply reply = link.get("/live/cam/count");
        Matcher matcher = SAID.matcher(reply.text());
        return reply.status() == 200 && matcher.matches() ? matcher : null;
    }

    private String text(HttpLink link) {
        try {
            HttpLink.Reply reply = link.get("/live/cam/count");
            return reply.status() + " " + reply.text();
        } catch (java.io.IOException broken) {
            return broken.toString();
        }
    }
}
