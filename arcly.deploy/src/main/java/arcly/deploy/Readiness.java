package arcly.deploy;

import arcly.deploy.Components.Standing;
import arcly.deploy.Components.State;
import arcly.deploy.Refusal.Cure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What a successor must have up before its predecessor goes: the components that the predecessor has up, by name, and the
 * services that it has registered, by interface. What the newer build does not describe any more is not waited for.
 * Holds names only.
 */
final class Readiness {
    private static final long LOOK_AGAIN_MILLIS = 10;
    private static final String SERVICE_NAMESPACE = "osgi.service";

    private final Components components;
    private final Set<String> wantedComponents = new TreeSet<>();
    private final Set<String> wantedServices = new TreeSet<>();

    private Readiness(Components components) {
        this.components = components;
    }

    /** Nothing is expected but that nothing fails: there is no predecessor. */
    static Readiness ofFirst(Components components) {
        return new Readiness(components);
    }

    static Readiness like(Bundle predecessor, Components components) {
        Readiness readiness = new Readiness(components);
        components.of(predecessor).forEach((name, standing) -> {
            if (standing.state() == State.UP) {
                readiness.wantedComponents.add(name);
            }
        });
        readiness.wantedServices.addAll(services(predecessor));
        return readiness;
    }

    /**
     * Waits until the bundle is up.
     *
     * @param deadline of {@code nanoTime}
     * @throws Refusal CHANGE if a component failed, or something is missing at the deadline
     */
    void await(Bundle bundle, long deadline, Duration allowed, LongSupplier nanoTime) throws Refusal, InterruptedException {
        Set<String> services = stillDeclared(bundle);
        String missing = missing(bundle, services);
        while (missing != null) {
            if (nanoTime.getAsLong() - deadline >= 0) {
                throw new Refusal(Cure.CHANGE, "it is not up after " + Bounded.seconds(allowed) + ": " + missing);
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
            missing = missing(bundle, services);
        }
    }

    /** Null if it is up. */
    private String missing(Bundle bundle, Set<String> services) throws Refusal {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "the bundle is not active";
        }
        String waiting = null;
        for (Map.Entry<String, Standing> component : components.of(bundle).entrySet()) {
            Standing standing = component.getValue();
            if (standing.state() == State.FAILED) {
                throw new Refusal(Cure.CHANGE, "its component " + component.getKey() + " fails: " + standing.text());
            }
            if (standing.state() == State.WAITING && wantedComponents.contains(component.getKey())) {
                waiting = "the component " + component.getKey() + " waits for " + standing.text();
            }
        }
        if (waiting == null) {
            Set<String> absent = new TreeSet<>(services);
            absent.removeAll(services(bundle));
            waiting = absent.isEmpty() ? null : "it has not registered the service " + String.join(", ", absent);
        }
        return waiting;
    }

    /**
     * A bundle whose manifest lists its services (bnd writes it so) is held to that list; another to what its predecessor had.
     */
    private Set<String> stillDeclared(Bundle bundle) {
        Set<String> declared = new HashSet<>();
        for (BundleCapability service : bundle.adapt(BundleRevision.class).getDeclaredCapabilities(SERVICE_NAMESPACE)) {
            Object interfaces = service.getAttributes().get(Constants.OBJECTCLASS);
            if (interfaces instanceof Collection<?> several) {
                several.forEach(one -> declared.add(one.toString()));
            } else if (interfaces != null) {
                declared.add(interfaces.toString());
            }
        }
        Set<String> wanted = new TreeSet<>(wantedServices);
        if (!declared.isEmpty()) {
            wanted.retainAll(declared);
        }
        return wanted;
    }

    private static Set<String> services(Bundle bundle) {
        Set<String> interfaces = new TreeSet<>();
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references != null) {
            for (ServiceReference<?> reference : references) {
                interfaces.addAll(Set.of((String[]) reference.getProperty(Constants.OBJECTCLASS)));
            }
        }
        return interfaces;
    }
}
