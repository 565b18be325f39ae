package arcly.deploy;

import arcly.api.stream.CloseReason;
import arcly.transport.DrainScope;
import arcly.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the plugins folder while the bundle is active, and is its console: Gogo finds the commands {@code arcly:plugins},
 * {@code arcly:remove} and {@code arcly:shutdown} by the service's properties. They may be called from any thread that may wait.
 */
@Component(
        service = Deployer.class,
        immediate = true,
        configurationPid = "arcly.deploy",
        property = {
            "osgi.command.scope=arcly",
            "osgi.command.function=plugins",
            "osgi.command.function=remove",
            "osgi.command.function=shutdown"
        })
@Designate(ocd = DeployConfig.class)
public final class Deployer {
    /** Framework or system property: the folder, if the configuration names none. */
    static final String FOLDER_PROPERTY = "arcly.plugins";

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
    /** A removal waits its turn behind a deployment, which has time-outs of its own. */
    private static final Duration TURN = Duration.ofSeconds(60);

    private final BundleContext context;
    private final Components components;
    private final DeployLoop loop;
    private final Plugins plugins;
    private final Connections connections;
    private final String folder;
    private volatile Timing timing;
    private volatile Transport transport;

    /** Called by Declarative Services. */
    @Activate
    public Deployer(BundleContext context, DeployConfig config, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        components = new DeclaredComponents(runtime);
        timing = firstTiming(config);
        folder = config.folder();
        Path path = path(config, context);
        PluginFolder watched = new PluginFolder(path, System::nanoTime);
        connections = new Connections(() -> transport, System::nanoTime);
        plugins = new Plugins(context, watched, connections, components, () -> timing, System::nanoTime);
        loop = new DeployLoop(context, watched, plugins, () -> timing);
        LOG.info("plug-ins lie in {}", path);
        loop.start();
    }

    /** The transport may come later and go: without it there are no connections to care for. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setTransport(Transport present) {
        transport = present;
    }

    void unsetTransport(Transport gone) {
        if (transport == gone) {
            transport = null;
        }
    }

    @Modified
    void modified(DeployConfig config) {
        try {
            timing = Timing.of(config);
            loop.wake();
        } catch (IllegalArgumentException wrong) {
            LOG.error("{}; the former values stay in force", wrong.getMessage());
        }
        if (!config.folder().equals(folder)) {
            LOG.warn("arcly.deploy: folder = {} takes effect when arcly.deploy starts again", config.folder());
        }
    }

    @Deactivate
    void stop() {
        loop.close();
    }

    /** {@code arcly:plugins}: what lies in the folder, and how it does. */
    public String plugins() {
        return new PluginTable(components, ZoneId.systemDefault()).of(plugins.list());
    }

    /** {@code arcly:remove} without a name. */
    public String remove() {
        return "usage: arcly:remove NAME, the name of a file in " + FOLDER_PROPERTY
                + " or of its bundle; arcly:plugins lists them";
    }

    /** {@code arcly:remove NAME}: says goodbye to its connections, uninstalls the plug-in, puts its file aside. */
    public String remove(String name) throws InterruptedException {
        try {
            return loop.ask(() -> plugins.remove(name), TURN);
        } catch (TimeoutException late) {
            return "something else is still being deployed; " + name + " will be removed after it";
        } catch (ExecutionException broken) {
            return name + " cannot be removed: " + Causes.text(broken.getCause());
        }
    }

    /** {@code arcly:shutdown}: says goodbye to all connections, then stops the framework. Returns when that has begun. */
    public String shutdown() throws InterruptedException, BundleException {
        int closed = connections.drain(DrainScope.all(), CloseReason.SHUTDOWN, timing.drain());
        LOG.info("shut down from the console; {} closed", Connections.count(closed));
        context.getBundle(0).stop();
        return Connections.count(closed) + " closed; stopping";
    }

    private static Timing firstTiming(DeployConfig config) {
        try {
            return Timing.of(config);
        } catch (IllegalArgumentException wrong) {
            LOG.error("{}; the defaults are in force", wrong.getMessage());
            return Timing.DEFAULT;
        }
    }

    private static Path path(DeployConfig config, BundleContext context) {
        String property = context.getProperty(FOLDER_PROPERTY);
        String name = !config.folder().isBlank() ? config.folder().trim() : property == null ? "plugins" : property;
        Path path = Path.of(name).toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
        } catch (IOException missing) {
            LOG.error("{} is not there and cannot be made: {}", path, Causes.text(missing));
        }
        return path;
    }
}
