package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.scene.RtmpScene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;

/** The replacement of RTMP where there is no epoll: on Java's own selectors, as on macOS and Windows. */
@RunWith(PaxExam.class)
public class ReplaceOnNioIT {
    private static final String NAME = "exam-nio";
    private static final int ROUNDS = 3;
    private static final long FRAMES_AFTER = 8;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arcly(NAME);
        Home.at(Path.of("target", NAME).toAbsolutePath()).configure("arcly.transport", Map.of("epoll", false));
        return options;
    }

    @Test
    public void nobodyNotices() throws Exception {
        Home home = Home.at(Path.of(System.getProperty(Containers.HOME)));
        Path original = Files.copy(home.plugin("arcly.rtmp"), home.root().resolve("arcly.rtmp.original"));
        Replaceable rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        rtmp.awaitActive();
        Until.holds("RTMP listens", 20, () -> Ports.listens(Integer.getInteger(Containers.RTMP_PORT)));
        assertTrue("on NIO: " + home.logLines("event loops"),
                home.logLines("event loops").stream().noneMatch(line -> line.contains("epoll")));
        Generations generations = new Generations();
        try (RtmpScene scene = RtmpScene.begin(context, Integer.getInteger(Containers.RTMP_PORT));
                Bystanders bystanders = new Bystanders(context, Set.of("arcly.rtmp"))) {
            for (int round = 0; round < ROUNDS; round++) {
                generations.note(rtmp.bundle());
                scene.interrupt();
                rtmp.takeOver();
                scene.awaitFrames(FRAMES_AFTER);
                rtmp.update();
                scene.awaitFrames(FRAMES_AFTER);
                scene.goOn();
                assertEquals(List.of(), scene.faults());
                assertEquals(List.of(), bystanders.disturbances());
            }
        }
        assertEquals("class loaders left", 0, generations.awaitCollected(rtmp.bundle(), 30, home.root()));
    }
}
