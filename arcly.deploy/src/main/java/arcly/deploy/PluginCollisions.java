package arcly.deploy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets arcly.deploy, and nobody else, install a plug-in beside another of the same name and version, in a framework that would
 * not have it otherwise ({@code org.osgi.framework.bsnversion=managed}, the default).
 */
@Component(service = CollisionHook.class)
public final class PluginCollisions implements CollisionHook {
    private final long own;

    /** Called by Declarative Services. */
    @Activate
    public PluginCollisions(BundleContext context) {
        own = context.getBundle().getBundleId();
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == INSTALLING && target.getBundleId() == own) {
            collisions.removeIf(BundleSteps::isPlugin);
        }
    }
}
