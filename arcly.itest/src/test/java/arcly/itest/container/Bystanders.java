package arcly.itest.container;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** Watches the bundles that a test does not touch: any event of theirs, any new wiring, is a disturbance. */
public final class Bystanders implements SynchronousBundleListener, AutoCloseable {
    private static final Map<Integer, String> EVENTS = Map.of(
            BundleEvent.STARTED, "started", BundleEvent.STOPPED, "stopped", BundleEvent.STOPPING, "stopping",
            BundleEvent.UPDATED, "updated", BundleEvent.UNINSTALLED, "uninstalled", BundleEvent.UNRESOLVED, "unresolved",
            BundleEvent.RESOLVED, "resolved", BundleEvent.INSTALLED, "installed", BundleEvent.STARTING, "starting");

    private final BundleContext context;
    private final Set<String> touched;
    private final Map<Bundle, BundleWiring> wirings = new HashMap<>();
    private final List<String> disturbances = new CopyOnWriteArrayList<>();

    /** @param touched symbolic names of the bundles that the test replaces, installs or removes */
    public Bystanders(BundleContext context, Set<String> touched) {
        this.context = context;
        this.touched = touched;
        for (Bundle bundle : context.getBundles()) {
            if (!touched.contains(bundle.getSymbolicName())) {
                wirings.put(bundle, bundle.adapt(BundleWiring.class));
            }
        }
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (!touched.contains(bundle.getSymbolicName())) {
            disturbances.add(bundle + " " + EVENTS.getOrDefault(event.getType(), "event " + event.getType()));
        }
    }

    /** What happened to bundles that should not have noticed; empty if all is well. */
    public List<String> disturbances() {
        List<String> found = new ArrayList<>(disturbances);
        wirings.forEach((bundle, wiring) -> {
            if (bundle.adapt(BundleWiring.class) != wiring) {
                found.add(bundle + " has another wiring");
            }
        });
        return found;
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
    }
}
