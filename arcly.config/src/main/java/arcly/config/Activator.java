package arcly.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the guard and the reader of instance files in their places. An activator and no component: both must stand before components are
 * configured.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(Activator.class);
    /** Plugins with a ranking from 0 to 1000 may change what they are shown; the guard has the last word. */
    private static final Integer LAST_TO_CHANGE = 1000;

    /** By bundle id: text only, so that a bundle that has gone leaves nothing of itself here. */
    private final Map<Long, Known> known = new HashMap<>();

    private record Known(long lastModified, Map<String, Settings.Group> groups) {}

    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(ConfigurationPlugin.CM_RANKING, LAST_TO_CHANGE);
        context.registerService(ConfigurationPlugin.class, new ConfigGuard(() -> settings(context)), properties);

        Dictionary<String, Object> first = new Hashtable<>();
        first.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE); // before File Install's own reader of .cfg files
        context.registerService(ArtifactInstaller.class, new InstanceFiles(context), first);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the services away.
    }

    /** Of all bundles installed now; where two generations of a bundle lie side by side, of the newer. */
    private Settings settings(BundleContext context) {
        Map<String, Settings.Group> groups = new TreeMap<>();
        Set<Long> here = new HashSet<>();
        synchronized (known) {
            for (Bundle bundle : context.getBundles()) {
                here.add(bundle.getBundleId());
                Known one = known.get(bundle.getBundleId());
                if (one == null || one.lastModified() != bundle.getLastModified()) {
                    one = new Known(bundle.getLastModified(), read(bundle));
                    known.put(bundle.getBundleId(), one);
                }
                groups.putAll(one.groups());
            }
            known.keySet().retainAll(here);
        }
        return new Settings(groups);
    }

    private static Map<String, Settings.Group> read(Bundle bundle) {
        Map<String, Settings.Group> groups = new TreeMap<>();
        // Not findEntries: that would resolve a bundle that nobody has asked to resolve yet.
        Enumeration<String> paths = bundle.getEntryPaths("OSGI-INF/metatype");
        while (paths != null && paths.hasMoreElements()) {
            String path = paths.nextElement();
            if (path.endsWith(".xml")) {
                URL document = bundle.getEntry(path);
                try (InputStream content = document.openStream()) {
                    Settings.read(content, groups);
                } catch (IOException broken) {
                    LOG.warn("{} {}: {}: {}", bundle.getSymbolicName(), bundle.getVersion(), path, broken.getMessage());
                }
            }
        }
        return groups;
    }
}
