package arcly.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.deploy.fixture.Silent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

/** A real framework in this JVM with two base bundles, and the plugins folder of arcly.deploy at work in it. */
final class FrameworkFixture implements AutoCloseable {
    static final Timing TIMING = new Timing(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1),
            Duration.ofMillis(100), Duration.ofMillis(500));
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A package that the base imports if it is there. */
    static final String OPTIONAL = "wanted.maybe";
    static final String BASE = "base.network";

    final Framework framework;
    final PlainTransport transport = new PlainTransport();
    final Path folder;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private Components components = Components.NONE;
    private Plugins plugins;
    private DeployLoop loop;

    FrameworkFixture(Path work, Map<String, String> more) throws BundleException, IOException {
        folder = Files.createDirectories(work.resolve("plugins"));
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, work.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put("felix.shutdown.hook", "false");
        properties.putAll(more);
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        base(JarFixture.bundle("base.api", "1.0.0").header(Constants.EXPORT_PACKAGE, "base.api;version=1.2")
                .text("base/api/x", "x").activator(Silent.class));
        base(JarFixture.bundle(BASE, "1.0.0").activator(Silent.class).header(Constants.IMPORT_PACKAGE,
                "org.osgi.framework,base.api," + OPTIONAL + ";resolution:=optional"));
    }

    static FrameworkFixture in(Path work) throws BundleException, IOException {
        return new FrameworkFixture(work, Map.of());
    }

    void base(JarFixture jar) throws BundleException {
        byte[] bytes = jar.bytes();
        context().installBundle("base:" + bytes.length, new ByteArrayInputStream(bytes)).start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    FrameworkFixture components(Components known) {
        components = known;
        return this;
    }

    /** Begins to watch the folder, and to record what happens to bundles. */
    FrameworkFixture deploy() {
        PluginFolder watched = new PluginFolder(folder, System::nanoTime);
        plugins = new Plugins(context(), watched, new Connections(() -> transport, System::nanoTime), components, () -> TIMING,
                System::nanoTime);
        loop = new DeployLoop(context(), watched, plugins, () -> TIMING);
        context().addBundleListener((SynchronousBundleListener) this::record);
        loop.start();
        return this;
    }

    /** Ends watching; the bundles stay. */
    void stopDeploying() {
        loop.close();
    }

    private void record(BundleEvent event) {
        String what = switch (event.getType()) {
            case BundleEvent.INSTALLED -> "installed";
            case BundleEvent.RESOLVED -> "resolved";
            case BundleEvent.STARTED -> "started";
            case BundleEvent.STOPPING -> "stopping";
            case BundleEvent.STOPPED -> "stopped";
            case BundleEvent.UNRESOLVED -> "unresolved";
            case BundleEvent.UNINSTALLED -> "uninstalled";
            case BundleEvent.UPDATED -> "updated";
            default -> null;
        };
        if (what != null) {
            events.add(event.getBundle().getSymbolicName() + " " + event.getBundle().getBundleId() + " " + what);
        }
    }

    /** What happened so far, as {@code NAME ID EVENT}. */
    List<String> events() {
        return new ArrayList<>(events);
    }

    void forgetEvents() {
        events.clear();
    }

    /** Nothing has happened to any bundle but those of this name. */
    void assertOnlyTouched(String symbolicName) {
        assertThat(events()).allMatch(event -> event.startsWith(symbolicName + " "));
        assertBaseIsActive();
    }

    void assertBaseIsActive() {
        assertThat(context().getBundles()).filteredOn(bundle -> !BundleSteps.isPlugin(bundle))
                .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
    }

    void put(String file, JarFixture jar) throws IOException {
        put(file, jar.bytes());
    }

    /** As a careful person copies: under another name first. */
    void put(String file, byte[] bytes) throws IOException {
        Path part = folder.resolve(file + ".part");
        Files.write(part, bytes);
        Files.move(part, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    Plugin plugin(String file) {
        return plugins.list().stream().filter(plugin -> plugin.file().equals(file)).findFirst().orElse(null);
    }

    String table() {
        return new PluginTable(components, ZoneOffset.UTC).of(plugins.list());
    }

    String remove(String name) throws Exception {
        return loop.ask(() -> plugins.remove(name), PATIENCE);
    }

    /** Waits for a file to be as wanted; a file that is unknown never is. */
    Plugin awaitPlugin(String file, Predicate<Plugin> wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> plugin(file) != null && wanted.test(plugin(file)));
        return plugin(file);
    }

    /** Waits until the file runs, without a problem, in another bundle than {@code former}; returns its bundle. */
    Bundle awaitRunning(String file, Bundle former) {
        return awaitPlugin(file, plugin -> plugin.isInstalled() && !plugin.bundle().equals(former)).bundle();
    }

    Plugin awaitProblem(String file) {
        return awaitPlugin(file, plugin -> !plugin.problem().isEmpty());
    }

    /** Bundles that have registered the service of the fixtures. */
    List<Bundle> serving() throws Exception {
        ServiceReference<?>[] references = context().getAllServiceReferences(Runnable.class.getName(), null);
        List<Bundle> bundles = new ArrayList<>();
        if (references != null) {
            for (ServiceReference<?> reference : references) {
                bundles.add(reference.getBundle());
            }
        }
        return bundles;
    }

    List<Bundle> bundlesNamed(String symbolicName) {
        List<Bundle> named = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                named.add(bundle);
            }
        }
        return named;
    }

    @Override
    public void close() throws BundleException {
        if (loop != null) {
            loop.close();
        }
        framework.stop();
        await().atMost(PATIENCE).until(() -> framework.getState() == Bundle.RESOLVED);
    }
}
