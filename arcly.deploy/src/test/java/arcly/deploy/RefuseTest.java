package arcly.deploy;

import static arcly.deploy.FrameworkFixture.BASE;
import static arcly.deploy.FrameworkFixture.OPTIONAL;
import static arcly.deploy.FrameworkFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.deploy.fixture.Hanging;
import arcly.deploy.fixture.Serving;
import arcly.deploy.fixture.Silent;
import arcly.deploy.fixture.Stubborn;
import arcly.deploy.fixture.Throwing;
import arcly.deploy.fixture.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** What becomes of bad jars: the reason is told, what ran before runs on, and nobody else notices. */
class RefuseTest {
    private static final String FILE = "sample.jar";
    private static final String NAME = "sample";

    @TempDir
    private Path work;

    private FrameworkFixture server;
    private Bundle older;

    @BeforeEach
    void start() throws Exception {
        server = FrameworkFixture.in(work);
        server.put(FILE, good("1.0.0").bytes());
        server.deploy();
        older = server.awaitRunning(FILE, null);
        server.forgetEvents();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static JarFixture good(String version) {
        return JarFixture.bundle(NAME, version).activator(Serving.class, Work.class);
    }

    static Stream<Arguments> badJars() {
        byte[] whole = good("1.0.1").bytes();
        return Stream.of(
                arguments("truncated", Arrays.copyOf(whole, whole.length - 100), "no ZIP end record"),
                arguments("empty", new byte[0], "no ZIP end record"),
                arguments("text", "not a jar at all, and longer than an end record".getBytes(StandardCharsets.UTF_8),
                        "no ZIP end record"),
                arguments("no bundle", JarFixture.plain().text("a", "b").bytes(), "not a bundle"),
                arguments("wrong name", JarFixture.bundle("another", "1.0.0").bytes(),
                        "it is another 1.0.0, another bundle than sample 1.0.0"),
                arguments("base bundle", JarFixture.bundle(BASE, "9.0.0").bytes(), "another bundle than sample"),
                arguments("bad version", good("one").bytes(), "Bundle-Version"),
                arguments("singleton", JarFixture.bundle(NAME + ";singleton:=true", "1.0.1").bytes(), "singleton"),
                arguments("unresolvable", good("1.0.1").header(Constants.IMPORT_PACKAGE,
                        "org.osgi.framework,base.api,absent.pkg;version=\"[2,3)\"").bytes(),
                        "nobody provides osgi.wiring.package "
                        + "(&(osgi.wiring.package=absent.pkg)(version>=2.0.0)(!(version>=3.0.0)))"),
                arguments("too new a base", good("1.0.1").header(Constants.IMPORT_PACKAGE,
                        "org.osgi.framework,base.api;version=\"[1.3,2)\"").bytes(), "osgi.wiring.package=base.api"),
                arguments("fragment of the base", good("1.0.1").header(Constants.FRAGMENT_HOST, BASE + ";bundle-version=1.0")
                        .bytes(),
                        "it is a fragment of " + BASE),
                arguments("exporter of what the base would import", good("1.0.1").header(Constants.EXPORT_PACKAGE, OPTIONAL)
                        .text("wanted/maybe/x", "x").bytes(), "it exports " + OPTIONAL + ", which " + BASE),
                arguments("throws", JarFixture.bundle(NAME, "1.0.1").activator(Throwing.class).bytes(),
                        "IllegalStateException: no such device"),
                arguments("hangs", JarFixture.bundle(NAME, "1.0.1").activator(Hanging.class).bytes(),
                        "not done after 2 s, hangs in arcly.deploy.fixture.Hanging.start"),
                arguments("registers nothing", JarFixture.bundle(NAME, "1.0.1").activator(Silent.class).bytes(),
                        "has not registered the service java.lang.Runnable"),
                arguments("no activator", JarFixture.bundle(NAME, "1.0.1").header(Constants.BUNDLE_ACTIVATOR, "no.such.Type")
                        .bytes(),
                        "no.such.Type"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJars")
    void olderServesOn(String name, byte[] bad, String reason) throws Exception {
        server.put(FILE, bad);

        Plugin plugin = server.awaitProblem(FILE);
        assertThat(plugin.problem()).contains(reason);
        assertThat(plugin.bundle()).isEqualTo(older);
        assertThat(server.table()).contains("active").contains(reason);
        assertThat(older.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(server.serving()).containsExactly(older);
        assertThat(server.bundlesNamed(NAME)).containsExactly(older);
        assertThat(server.events()).noneMatch(event -> event.startsWith(NAME + " " + older.getBundleId() + " "));
        server.assertOnlyTouched(NAME);

        server.put(FILE, good("1.0.2"));
        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(newer.getVersion()).hasToString("1.0.2");
        assertThat(server.plugin(FILE).problem()).isEmpty();
        server.assertOnlyTouched(NAME);
    }

    /** Those that are bad without a predecessor, too. */
    static Stream<Arguments> badAlone() {
        Set<String> replacements = Set.of("wrong name", "singleton", "registers nothing", "base bundle");
        return badJars().filter(bad -> !replacements.contains(bad.get()[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAlone")
    void nothingRunsFromABadJarThatIsAlone(String name, byte[] bad, String reason) throws Exception {
        server.remove(FILE);
        server.forgetEvents();
        server.put(FILE, bad);

        Plugin plugin = server.awaitProblem(FILE);
        assertThat(plugin.problem()).contains(reason);
        assertThat(plugin.isInstalled()).isFalse();
        assertThat(server.table()).contains("refused");
        assertThat(server.bundlesNamed(NAME)).isEmpty();
        server.assertOnlyTouched(NAME);
    }

    @Test
    void jarThatIsPutBackHealsTheProblem() throws Exception {
        server.put(FILE, JarFixture.bundle("another", "1.0.0").bytes());
        server.awaitProblem(FILE);
        server.put(FILE, good("1.0.0"));

        server.awaitPlugin(FILE, plugin -> plugin.problem().isEmpty());
        assertThat(server.plugin(FILE).bundle()).isEqualTo(older);
        assertThat(server.events()).isEmpty();
    }

    @Test
    void jarWithTheNameOfABaseBundleIsRefused() throws Exception {
        server.put("network.jar", JarFixture.bundle(BASE, "9.0.0").bytes());

        assertThat(server.awaitProblem("network.jar").problem()).contains("in the base, which stays");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void secondFileOfOneBundleIsRefusedUntilTheFirstIsGone() throws Exception {
        server.put("second.jar", good("2.0.0"));
        assertThat(server.awaitProblem("second.jar").problem()).contains("runs already from another file");

        server.remove(FILE);
        assertThat(server.awaitRunning("second.jar", null).getVersion()).hasToString("2.0.0");
    }

    @Test
    void plugInWaitsForAnotherThatItNeeds() throws Exception {
        server.put("app.jar", JarFixture.bundle("app", "1.0.0").header(Constants.IMPORT_PACKAGE, "library.pkg"));
        assertThat(server.awaitProblem("app.jar").problem()).contains("library.pkg");
        server.put("library.jar", JarFixture.bundle("library", "1.0.0").header(Constants.EXPORT_PACKAGE, "library.pkg")
                .text("library/pkg/x", "x"));

        Bundle app = server.awaitRunning("app.jar", null);
        assertThat(server.plugin("app.jar").problem()).isEmpty();

        // Its library is replaced under it: nobody is refreshed, it keeps the classes that it has.
        Bundle library = server.awaitRunning("library.jar", null);
        server.forgetEvents();
        server.put("library.jar", JarFixture.bundle("library", "1.0.1").header(Constants.EXPORT_PACKAGE, "library.pkg")
                .text("library/pkg/x", "y"));
        server.awaitRunning("library.jar", library);
        assertThat(app.getState()).isEqualTo(Bundle.ACTIVE);
        server.assertOnlyTouched("library");
    }

    @Test
    void plugInThatNeverReturnsHoldsUpNobody() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        System.getProperties().put(Stubborn.LATCH, latch);
        try {
            server.put(FILE, JarFixture.bundle(NAME, "1.0.1").activator(Stubborn.class));
            assertThat(server.awaitProblem(FILE).problem()).contains("hangs in arcly.deploy.fixture.Stubborn.start");
            assertThat(server.serving()).containsExactly(older);

            server.put("other.jar", JarFixture.bundle("other", "1.0.0").activator(Serving.class, Work.class));
            server.awaitRunning("other.jar", null);
            server.put(FILE, good("1.0.2"));
            server.awaitRunning(FILE, older);
            server.assertBaseIsActive();
        } finally {
            latch.countDown();
            System.getProperties().remove(Stubborn.LATCH);
        }
        await().atMost(PATIENCE).until(() -> server.bundlesNamed(NAME).size() == 1);
    }
}
