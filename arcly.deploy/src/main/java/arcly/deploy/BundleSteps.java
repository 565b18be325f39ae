package arcly.deploy;

import arcly.deploy.Bounded.Outcome;
import arcly.deploy.Refusal.Cure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The single steps of bundle administration, each such that no bundle but the one it is given changes its state or its wires. */
final class BundleSteps {
    /** Locations of plug-ins begin with it: {@code plugins:FILE#HASH}. Every other bundle is of the base. */
    static final String LOCATION = "plugins:";

    private static final Logger LOG = LoggerFactory.getLogger(BundleSteps.class);
    /** The framework refreshes on a thread of its own; for one bundle that nobody uses it is done at once. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final BundleContext context;
    private final FrameworkWiring wiring;
    private final Wishes wishes;
    /** Ids of bundles whose start has not returned: their own threads uninstall them when it does. */
    private final Set<Long> stuck = ConcurrentHashMap.newKeySet();

    /** @param context of the bundle that administers */
    BundleSteps(BundleContext context) {
        this.context = context;
        wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        wishes = new Wishes(wiring);
    }

    static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    static String location(String file, String hash) {
        return LOCATION + file + '#' + hash;
    }

    /** Installs beside whatever runs; nothing is resolved yet. */
    Bundle install(PluginJar jar) throws Refusal {
        String location = location(jar.file(), jar.hash());
        if (context.getBundle(location) != null) {
            throw new Refusal(Cure.CHANGE, "a bundle with this content is installed already and has not ended yet");
        }
        try (InputStream content = jar.content()) {
            Bundle bundle = context.installBundle(location, content);
            int level = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
            if (level > 0) {
                // Stopped with us, when the framework stops: before the base that it needs.
                bundle.adapt(BundleStartLevel.class).setStartLevel(level);
            }
            return bundle;
        } catch (BundleException | IOException refused) {
            throw new Refusal(Cure.CHANGE, "the framework does not install it: " + Causes.text(refused));
        }
    }

    /**
     * The trial: resolves the bundle, which in OSGi adds wires from it and changes none that exist.
     *
     * @throws Refusal COMPANY with the requirements that nobody meets; CHANGE if it exports what a base bundle waits for
     */
    void resolve(Bundle bundle) throws Refusal {
        String wanted = wishes.of(context.getBundles(), bundle);
        if (wanted != null) {
            throw new Refusal(Cure.CHANGE, wanted);
        }
        if (!wiring.resolveBundles(Set.of(bundle))) {
            throw new Refusal(Cure.COMPANY, "it does not resolve: " + wishes.unmet(bundle));
        }
    }

    /** @throws Refusal CHANGE if it throws or is not done in time */
    void start(Bundle bundle, Duration atMost) throws Refusal, InterruptedException {
        Outcome outcome = Bounded.run("arcly-deploy-start " + bundle.getSymbolicName(), atMost,
                () -> bundle.start(Bundle.START_TRANSIENT), () -> uninstallLate(bundle));
        if (outcome.stuck()) {
            stuck.add(bundle.getBundleId());
        }
        if (outcome.failure() != null) {
            throw new Refusal(Cure.CHANGE, "it does not start: " + outcome.failure());
        }
    }

    /**
     * Stops and uninstalls, then lets the framework forget the bundle's classes. A bundle that does not stop in time is
     * uninstalled as soon as it does; the log says so.
     */
    void retire(Bundle bundle, Duration atMost) throws InterruptedException {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        if (stuck.contains(bundle.getBundleId())) {
            LOG.warn("{} has not returned from its start; it will be uninstalled when it does", name(bundle));
            return;
        }
        Outcome outcome = Bounded.run("arcly-deploy-stop " + bundle.getSymbolicName(), atMost,
                () -> uninstall(bundle), () -> LOG.info("{} has stopped at last", name(bundle)));
        if (outcome.failure() != null) {
            LOG.warn("{} does not stop cleanly: {}", name(bundle), outcome.failure());
        }
        forgetWhatIsGone();
    }

    private static void uninstall(Bundle bundle) throws BundleException {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } finally {
            bundle.uninstall();
        }
    }

    private void uninstallLate(Bundle bundle) {
        stuck.remove(bundle.getBundleId());
        try {
            uninstall(bundle);
            LOG.info("{} has returned from its start at last and is uninstalled", name(bundle));
        } catch (BundleException | IllegalStateException broken) {
            LOG.warn("{} cannot be uninstalled: {}", name(bundle), Causes.text(broken));
        }
    }

    /**
     * Refreshes the uninstalled plug-ins that nobody is wired to, so that their class loaders go. One that another bundle still
     * uses is kept by the framework until that is replaced, too: refreshing it would restart the other.
     */
    void forgetWhatIsGone() throws InterruptedException {
        for (Bundle gone : List.copyOf(wiring.getRemovalPendingBundles())) {
            if (!isPlugin(gone) || gone.getState() != Bundle.UNINSTALLED) {
                continue;
            }
            List<String> users = wiring.getDependencyClosure(Set.of(gone)).stream()
                    .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                    .map(BundleSteps::name)
                    .toList();
            if (users.isEmpty()) {
                refresh(gone);
            } else {
                LOG.info("{} is uninstalled, but its classes stay until these are replaced: {}", name(gone),
                        String.join(", ", users));
            }
        }
    }

    private void refresh(Bundle gone) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        };
        wiring.refreshBundles(Set.of(gone), listener);
        if (!refreshed.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the framework has not refreshed {} within {}", name(gone), Bounded.seconds(REFRESH));
        }
    }

    /** {@code arcly.rtmp 0.9.0 [23]}. */
    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion() + " [" + bundle.getBundleId() + "]";
    }
}
