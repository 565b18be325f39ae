package arcly.config;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Configuration Admin and whoever is configured: a value outside of its range never arrives. In its place goes the
 * last one that was allowed, or nothing, which means the default. Called by Configuration Admin on any thread.
 */
final class ConfigGuard implements ConfigurationPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigGuard.class);
    /** Set by File Install: the file as a URI. */
    static final String FILE = "felix.fileinstall.filename";

    private final Supplier<Settings> settings;
    /** What is in force, by PID and key. */
    private final Map<String, Map<String, Object>> allowed = new HashMap<>();
    /** What was refused and said, by PID and key: it is said once. */
    private final Map<String, Map<String, String>> refused = new HashMap<>();
    private final AtomicLong refusals = new AtomicLong();

    /** @param settings of the bundles that are installed when it is asked */
    ConfigGuard(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void modifyConfiguration(ServiceReference<?> receiver, Dictionary<String, Object> properties) {
        String pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        Settings.Group group = settings.get().forPid(pid);
        if (group == null) {
            return;
        }
        Map<String, Object> good = allowed.computeIfAbsent(pid, ignored -> new HashMap<>());
        Map<String, String> bad = refused.computeIfAbsent(pid, ignored -> new HashMap<>());
        for (Settings.Key key : group.keys().values()) {
            Object value = properties.get(key.id());
            String refusal = value == null ? null : refusal(key, value);
            if (refusal == null) {
                remember(key, value, good);
                bad.remove(key.id());
            } else {
                Object standing = good.get(key.id());
                if (!text(value).equals(bad.put(key.id(), text(value)))) {
                    refusals.incrementAndGet();
                    LOG.error("{}: {} = {} is refused: {}; {} stays in force", source(pid, properties), key.id(),
                            key.shown(text(value)), refusal,
                            standing == null ? "the default (" + key.standard() + ")" : key.shown(text(standing)));
                }
                replace(key, standing, properties);
            }
        }
    }

    /** Values refused since the start. */
    long refusals() {
        return refusals.get();
    }

    private static void remember(Settings.Key key, Object value, Map<String, Object> good) {
        if (value == null) {
            good.remove(key.id());
        } else {
            good.put(key.id(), value);
        }
    }

    private static void replace(Settings.Key key, Object standing, Dictionary<String, Object> properties) {
        if (standing == null) {
            properties.remove(key.id());
        } else {
            properties.put(key.id(), standing);
        }
    }

    private static String refusal(Settings.Key key, Object value) {
        if (value instanceof Object[] list) {
            return refusal(key, List.of(list));
        }
        if (value instanceof Iterable<?> list) {
            for (Object item : list) {
                String refusal = key.refusal(text(item));
                if (refusal != null) {
                    return refusal;
                }
            }
            return null;
        }
        if (value.getClass().isArray()) {
            return null; // a program's own array of numbers: it has its type already
        }
        return key.refusal(text(value));
    }

    private static String text(Object value) {
        return value instanceof Object[] list ? List.of(list).toString() : value.toString().strip();
    }

    private static String source(String pid, Dictionary<String, Object> properties) {
        Object file = properties.get(FILE);
        if (file == null) {
            return "configuration " + pid;
        }
        String path = file.toString();
        int folder = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
        return path.substring(folder + 1);
    }
}
