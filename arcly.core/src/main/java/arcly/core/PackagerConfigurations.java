package arcly.core;

import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the factory configurations of packagers to the kernel: those of PID {@code arcly.NAME} that have the key {@code applies}. Which
 * packagers there are does not matter, so settings are there before the packager is. Without ConfigAdmin this is never made; with it
 * at once, because what is configured already raises no event.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class PackagerConfigurations implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(PackagerConfigurations.class);
    private static final String PREFIX = "arcly.";
    private static final String FILTER = "(&(service.factoryPid=arcly.*)(applies=*))";

    private final ConfigurationAdmin admin;
    private final KernelComponent kernel;
    private final Set<String> known = new HashSet<>();

    @Activate
    public PackagerConfigurations(@Reference ConfigurationAdmin admin, @Reference KernelComponent kernel) {
        this.admin = admin;
        this.kernel = kernel;
        read();
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getFactoryPid() != null && event.getFactoryPid().startsWith(PREFIX)) {
            read();
        }
    }

    private synchronized void read() {
        Set<String> present = new HashSet<>();
        try {
            Configuration[] found = admin.listConfigurations(FILTER);
            for (Configuration each : found == null ? new Configuration[0] : found) {
                Dictionary<String, Object> properties = each.getProperties();
                if (properties != null) {
                    Map<String, Object> values = new HashMap<>();
                    properties.keys().asIterator().forEachRemaining(key -> values.put(key, properties.get(key)));
                    present.add(each.getPid());
                    kernel.packagers().configure(each.getPid(),
                            each.getFactoryPid().substring(PREFIX.length()), values);
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            LOG.error("the configurations of packagers cannot be read; those in force stay: {}", e.toString());
            return;
        }
        known.removeAll(present);
        known.forEach(kernel.packagers()::forget);
        known.clear();
        known.addAll(present);
    }
}
