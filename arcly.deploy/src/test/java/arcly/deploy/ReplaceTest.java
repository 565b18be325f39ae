package arcly.deploy;

import static arcly.deploy.FrameworkFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.deploy.fixture.Serving;
import arcly.deploy.fixture.StopHanging;
import arcly.deploy.fixture.Work;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.BundleWiring;

/** What becomes of good jars. */
class ReplaceTest {
    private static final String FILE = "sample.jar";
    private static final String NAME = "sample";

    @TempDir
    private Path work;

    private FrameworkFixture server;

    @BeforeEach
    void start() throws Exception {
        server = FrameworkFixture.in(work);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Builds of one version differ in a text that nobody reads. */
    private static JarFixture sample(String version, String build) {
        return JarFixture.bundle(NAME, version).activator(Serving.class, Work.class).text("build", build);
    }

    private Bundle running() throws IOException {
        server.put(FILE, sample("1.0.0", "a"));
        server.deploy();
        Bundle bundle = server.awaitRunning(FILE, null);
        server.forgetEvents();
        return bundle;
    }

    @Test
    void whatLiesThereAtTheStartIsInstalled() throws Exception {
        server.put(FILE, sample("1.0.0", "a"));
        server.put("other.jar", JarFixture.bundle("other", "2.0.0").activator(Serving.class, Work.class));
        server.deploy();

        assertThat(server.awaitRunning(FILE, null).getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(server.awaitRunning("other.jar", null).getVersion()).hasToString("2.0.0");
        server.assertBaseIsActive();
    }

    @Test
    void jarPutThereIsInstalled() throws Exception {
        server.deploy();
        server.put(FILE, sample("1.0.0", "a"));

        Bundle bundle = server.awaitRunning(FILE, null);
        assertThat(bundle.getLocation()).startsWith("plugins:sample.jar#");
        server.assertOnlyTouched(NAME);
    }

    @Test
    void newerJarIsUpBeforeTheOlderGoes() throws Exception {
        Bundle older = running();
        server.put(FILE, sample("1.0.1", "b"));

        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(newer.getVersion()).hasToString("1.0.1");
        assertThat(server.serving()).containsExactly(newer);
        assertThat(server.events()).containsSubsequence(
                name(newer) + " started", name(older) + " stopping", name(older) + " uninstalled");
        server.assertOnlyTouched(NAME);
    }

    @Test
    void sameVersionWithOtherBytesIsAReplacement() throws Exception {
        Bundle older = running();
        server.put(FILE, sample("1.0.0", "b"));

        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(newer.getVersion()).isEqualTo(older.getVersion());
        await().atMost(PATIENCE).until(() -> server.bundlesNamed(NAME).equals(List.of(newer)));
        server.assertOnlyTouched(NAME);
    }

    @Test
    void sameBytesAreNone() throws Exception {
        Bundle bundle = running();
        server.put(FILE, sample("1.0.0", "a"));
        server.put("later.jar", JarFixture.bundle("later", "1.0.0").activator(Serving.class, Work.class));

        server.awaitRunning("later.jar", null); // the folder was looked at since
        assertThat(server.plugin(FILE).bundle()).isEqualTo(bundle);
        server.assertOnlyTouched("later");
    }

    @Test
    void connectionsTakenOverAreCounted() throws Exception {
        Bundle older = running();
        server.transport.handovers.add(new PlainTransport.Handover("sample", NAME, true, 20, 0, 9_000_000)); // figures may repeat
        server.put(FILE, sample("1.0.1", "b").header(Constants.PROVIDE_CAPABILITY, "arcly.protocol;arcly.protocol=sample"));
        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(server.plugin(FILE).takenOver()).isZero();

        server.context().addBundleListener(event -> {
            if (event.getType() == BundleEvent.STARTED) {
                server.transport.handovers.add(new PlainTransport.Handover("other", "other", true, 5, 0, 9_000_000));
                server.transport.handovers.add(new PlainTransport.Handover("sample", NAME, true, 20, 0, 9_000_000));
            }
        });
        server.put(FILE, sample("1.0.2", "c"));
        server.awaitRunning(FILE, newer);
        assertThat(server.plugin(FILE).takenOver()).isEqualTo(20);
        assertThat(server.table()).containsPattern("sample.jar +sample +\\d+ +1.0.2 +active +[0-9:]+ +20");
    }

    @Test
    void copyInPlaceIsTakenWhenItIsWhole() throws Exception {
        Bundle older = running();
        byte[] bytes = sample("1.0.1", "b").bytes();
        ScheduledExecutorService copier = Executors.newSingleThreadScheduledExecutor();
        try {
            Path file = server.folder.resolve(FILE);
            Files.write(file, new byte[0]); // as cp does: cut off first
            int[] written = {0};
            int step = Math.max(1, bytes.length / 80);
            Future<?> copy = copier.scheduleAtFixedRate(() -> {
                int to = Math.min(bytes.length, written[0] + step);
                append(file, Arrays.copyOfRange(bytes, written[0], to));
                written[0] = to;
                if (to == bytes.length) {
                    throw new IllegalStateException("done");
                }
            }, 0, 25, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(copy::isDone);
            assertThat(server.events()).isEmpty();
        } finally {
            copier.shutdownNow();
        }

        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(newer.getVersion()).hasToString("1.0.1");
        assertThat(server.plugin(FILE).problem()).isEmpty();
        server.assertOnlyTouched(NAME);
    }

    /** As a copy that writes over what is there: the end record of the former content is whole all the time. */
    @Test
    void copyOverTheFormerContentThatStallsIsNotTaken() throws Exception {
        Bundle older = running();
        byte[] bytes = sample("1.0.0", "b").bytes();
        try (RandomAccessFile file = new RandomAccessFile(server.folder.resolve(FILE).toFile(), "rw")) {
            assertThat(file.length()).isEqualTo(bytes.length);
            int half = bytes.length - 22 - 46 - "build".length(); // all but the last entry of the directory and the end record
            file.write(bytes, 0, half);
            assertThat(server.awaitProblem(FILE).problem()).contains("not a whole jar");
            assertThat(server.events()).isEmpty();
            assertThat(server.serving()).containsExactly(older);

            file.write(bytes, half, bytes.length - half);
        }
        server.awaitRunning(FILE, older);
        assertThat(server.plugin(FILE).problem()).isEmpty();
    }

    @Test
    void removedFileRemovesTheBundleAfterADrain() throws Exception {
        Bundle bundle = running();
        Files.delete(server.folder.resolve(FILE));

        await().atMost(PATIENCE).until(() -> server.plugin(FILE) == null);
        assertThat(server.transport.drained).containsExactly("sample: provider.gone");
        assertThat(bundle.getState()).isEqualTo(Bundle.UNINSTALLED);
        server.assertOnlyTouched(NAME);
    }

    @Test
    void removedByCommandItsFileIsPutAside() throws Exception {
        Bundle bundle = running();
        assertThat(server.remove("nobody")).contains("no plug-in is called nobody");
        assertThat(server.remove(NAME)).contains("3 connections closed").contains("sample.jar.removed");

        assertThat(bundle.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(server.transport.drained).containsExactly("sample: provider.gone");
        assertThat(server.folder.resolve(FILE)).doesNotExist();
        assertThat(server.table()).isEqualTo("no plug-ins");
        server.assertOnlyTouched(NAME);

        Files.move(server.folder.resolve(FILE + ".removed"), server.folder.resolve(FILE));
        server.awaitRunning(FILE, null);
    }

    @Test
    void deletedAndCopiedAnewIsAReplacement() throws Exception {
        Bundle older = running();
        Files.delete(server.folder.resolve(FILE));
        server.put(FILE, sample("1.0.1", "b"));

        server.awaitRunning(FILE, older);
        assertThat(server.transport.drained).isEmpty();
    }

    @Test
    void fileOfAnotherNameMayFollow() throws Exception {
        Bundle older = running();
        Files.move(server.folder.resolve(FILE), server.folder.resolve("sample-1.jar"));
        Bundle same = server.awaitPlugin("sample-1.jar", Plugin::isInstalled).bundle();
        assertThat(same).isEqualTo(older);
        assertThat(server.events()).isEmpty();

        Files.delete(server.folder.resolve("sample-1.jar"));
        server.put("sample-2.jar", sample("2.0.0", "b"));
        Bundle newer = server.awaitRunning("sample-2.jar", older);
        assertThat(server.serving()).containsExactly(newer);
        assertThat(server.transport.drained).isEmpty();
    }

    @Test
    void hiddenAndUnfinishedFilesAreLeftAlone() throws Exception {
        server.deploy();
        byte[] bytes = sample("1.0.0", "a").bytes();
        for (String name : List.of(".sample.jar", "sample.jar.part", "sample.part.jar", "sample.jar.tmp", "sample.tmp.jar",
                "~sample.jar", "sample.jar.removed")) {
            Files.write(server.folder.resolve(name), bytes);
        }
        Files.createDirectory(server.folder.resolve("folder.jar"));
        server.put("later.jar", JarFixture.bundle("later", "1.0.0").activator(Serving.class, Work.class));

        server.awaitRunning("later.jar", null);
        server.assertOnlyTouched("later");
    }

    @Test
    void folderThatIsGoneRemovesNothing() throws Exception {
        Bundle bundle = running();
        Path elsewhere = work.resolve("elsewhere");
        Files.move(server.folder, elsewhere);
        await().pollDelay(FrameworkFixture.TIMING.settle().multipliedBy(8)).until(() -> true);
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);

        Files.move(elsewhere, server.folder);
        server.put(FILE, sample("1.0.1", "b"));
        server.awaitRunning(FILE, bundle); // polled now
    }

    @Test
    void olderThatDoesNotStopDoesNotHoldUpTheNewer() throws Exception {
        server.put(FILE, JarFixture.bundle(NAME, "1.0.0").activator(StopHanging.class, Work.class));
        server.deploy();
        Bundle older = server.awaitRunning(FILE, null);
        server.put(FILE, sample("1.0.1", "b"));

        Bundle newer = server.awaitRunning(FILE, older);
        await().atMost(PATIENCE).until(() -> server.bundlesNamed(NAME).equals(List.of(newer)));
    }

    @Test
    void anotherLifeOfDeployFindsItsPlugins() throws Exception {
        Bundle bundle = running();
        server.stopDeploying();
        server.deploy();
        assertThat(server.awaitPlugin(FILE, Plugin::isInstalled).bundle()).isEqualTo(bundle);
        server.put(FILE, sample("1.0.1", "b"));

        Bundle newer = server.awaitRunning(FILE, bundle);
        assertThat(server.serving()).containsExactly(newer);
    }

    @Test
    void classLoadersOfTheReplacedGo() throws Exception {
        Bundle current = running();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            loaders.add(new WeakReference<>(current.adapt(BundleWiring.class).getClassLoader()));
            server.put(FILE, sample("1.0.0", "build " + i));
            current = server.awaitRunning(FILE, current);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    }

    @Test
    void frameworkThatWantsNamesUniqueIsTold() throws Exception {
        server.close();
        server = new FrameworkFixture(work.resolve("managed"),
                Map.of(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MANAGED));
        server.context().registerService(CollisionHook.class, new PluginCollisions(server.context()), null);
        Bundle older = running();
        server.put(FILE, sample("1.0.0", "b"));
        server.awaitRunning(FILE, older);
    }

    private static String name(Bundle bundle) {
        return NAME + " " + bundle.getBundleId();
    }

    private static void append(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
