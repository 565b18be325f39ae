package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Home;
import arcly.itest.container.Jars;
import arcly.itest.container.Replaceable;
import arcly.itest.scene.RtmpScene;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
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
import org.osgi.framework.wiring.BundleWiring;

/**
 * Jars that must not go into plugins/ go there while a stream is live: players see nothing, the log says why, no bundle is
 * touched.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadPluginsIT {
    private static final String RTMP = "arcly.rtmp";
    private static final String EXPORTER = "com.example.exporter";
    private static final String FRAGMENT = "com.example.fragment";
    /** Frames after the log has spoken: a second, in which a disturbance would show. */
    private static final long FRAMES_AFTER = 25;
    private static final long COPY_MILLIS = 2_000;
    private static final int COPY_PIECES = 100;

    @Inject
    private BundleContext context;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private Replaceable rtmp;
    private Bystanders bystanders;
    private RtmpScene scene;
    private BundleWiring serving;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-bad-plugins");
    }

    @Before
    public void publishAndPlay() throws Exception {
        Path original = home.root().resolve("arcly.rtmp.original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin(RTMP), original);
        }
        rtmp = new Replaceable(context, home, RTMP, original);
        rtmp.awaitActive();
        scene = RtmpScene.begin(context, Integer.getInteger(Containers.RTMP_PORT));
        serving = rtmp.bundle().adapt(BundleWiring.class);
        bystanders = new Bystanders(context, Set.of(RTMP, EXPORTER, FRAGMENT));
    }

    @After
    public void end() throws Exception {
        bystanders.close();
        scene.close();
    }

    @Test
    public void aTruncatedJar() throws Exception {
        refused(RTMP, Jars.truncated(Jars.newer(rtmp.original(), 1)));
    }

    @Test
    public void anEmptyFile() throws Exception {
        refused(RTMP, new byte[0]);
    }

    @Test
    public void aJarThatDoesNotResolve() throws Exception {
        String imports = rtmp.bundle().getHeaders().get("Import-Package");
        refused(RTMP, Jars.withHeaders(rtmp.original(), 2,
                Map.of("Bundle-Version", "0.9.1", "Import-Package", imports + ",com.example.nowhere")));
    }

    @Test
    public void aJarThatDoesNotStart() throws Exception {
        refused(RTMP, Jars.withHeaders(rtmp.original(), 3,
                Map.of("Bundle-Version", "0.9.2", "Bundle-Activator", "com.example.Nowhere")));
    }

    @Test
    public void aJarWhoseComponentLacksAClass() throws Exception {
        refused(RTMP, Jars.withComponents(rtmp.original(), 6, "0.9.3", "implementation class=\"arcly.rtmp.",
                "implementation class=\"com.example."));
    }

    @Test
    public void aJarWhoseComponentWaitsForAServiceThatNeverComes() throws Exception {
        refused(RTMP, Jars.withComponents(rtmp.original(), 7, "0.9.4", "interface=\"arcly.api.session.Sessions\"",
                "interface=\"com.example.Sessions\""));
    }

    @Test
    public void anotherBundlesJar() throws Exception {
        refused(RTMP, Files.readAllBytes(Path.of(System.getProperty(Containers.FIXTURE))));
    }

    @Test
    public void aFragmentOfNetty() throws Exception {
        refused(FRAGMENT, Jars.bare(Map.of("Bundle-SymbolicName", FRAGMENT, "Bundle-Version", "1.0.0",
                "Fragment-Host", "io.netty.common"), "com/example/empty.txt"));
    }

    @Test
    public void anExporterOfWhatNettyImportsOptionally() throws Exception {
        drop(EXPORTER, Jars.bare(Map.of("Bundle-SymbolicName", EXPORTER, "Bundle-Version", "1.0.0",
                "Export-Package", "reactor.blockhound.integration,reactor.blockhound"),
                "reactor/blockhound/integration/empty.txt", "reactor/blockhound/empty.txt"));
        undisturbed();
    }

    @Test
    public void hiddenAndUnfinishedFiles() throws Exception {
        byte[] jar = Jars.newer(rtmp.original(), 4);
        Files.write(home.plugins().resolve(".hidden.jar"), jar);
        Files.write(home.plugins().resolve("arcly.rtmp.jar.part"), jar);
        undisturbed();
        assertEquals("bundles of that name", 1, rtmp.bundles().size());
        Files.delete(home.plugins().resolve(".hidden.jar"));
        Files.delete(home.plugins().resolve("arcly.rtmp.jar.part"));
    }

    @Test
    public void aGoodJarCopiedInPlaceByteByByte() throws Exception {
        byte[] jar = Jars.newer(rtmp.original(), 5);
        int piece = jar.length / COPY_PIECES + 1;
        try (OutputStream out = Files.newOutputStream(home.plugin(RTMP), StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int at = 0; at < jar.length; at += piece) {
                assertSame("the one that serves", serving, rtmp.bundle().adapt(BundleWiring.class));
                out.write(jar, at, Math.min(piece, jar.length - at));
                out.flush();
                Until.passes(COPY_MILLIS / COPY_PIECES);
            }
        }
        Until.holds("the copied build serves", 15, () -> rtmp.serves(5));
        scene.awaitFrames(FRAMES_AFTER);
        assertEquals(List.of(), scene.faults());
        assertEquals(List.of(), bystanders.disturbances());
    }

    /** The jar is refused with a line in the log; the one that served serves on. */
    private void refused(String plugin, byte[] jar) throws Exception {
        drop(plugin, jar);
        undisturbed();
    }

    private void drop(String plugin, byte[] jar) throws Exception {
        String file = plugin + ".jar";
        int before = home.logLines(file).size();
        rtmp.drop(plugin, jar);
        Until.holds("the log names " + file, 20, () -> home.logLines(file).size() > before);
        System.out.println(String.join(System.lineSeparator(), home.logLines(file).subList(before, home.logLines(file).size())));
    }

    private void undisturbed() throws Exception {
        scene.awaitFrames(FRAMES_AFTER);
        assertEquals(List.of(), scene.faults());
        assertEquals(List.of(), bystanders.disturbances());
        Bundle bundle = rtmp.awaitActive();
        assertSame("the one that serves", serving, bundle.adapt(BundleWiring.class));
    }
}
