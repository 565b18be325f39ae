package arcly.core.application;

import arcly.api.stream.Application;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The applications there are. Any thread. */
public final class Applications {
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

    private final Map<String, HostedApplication> byName = new TreeMap<>();
    private final Map<String, HostedApplication> byPid = new HashMap<>();

    /**
     * Adds an application or changes it. A value that is refused is logged; the one in force stays.
     *
     * @param pid the instance's own: {@code arcly.application~live}
     * @return what was refused, one sentence each
     */
    public synchronized List<String> configure(String pid, Map<String, ?> values) {
        HostedApplication known = byPid.get(pid);
        ApplicationSettings settings = ApplicationSettings.read(pid, values, known == null ? null : known.settings());
        List<String> problems = new ArrayList<>(settings.problems());
        HostedApplication named = byName.get(settings.name());
        if (settings.name().isEmpty()) {
            problems.add(settings.file() + ": the application has no name and is not made");
        } else if (named != null && named != known && byPid.containsValue(named)) {
            problems.add(settings.file() + ": name=" + settings.name() + " is refused; " + named.settings().file()
                    + " has that name already");
        } else {
            if (known != null && known != named) {
                known.forsake();
            }
            if (named == null) {
                named = new HostedApplication(settings);
                byName.put(settings.name(), named);
            } else {
                named.change(settings);
            }
            byPid.put(pid, named);
        }
        problems.forEach(LOG::error);
        return problems;
    }

    /** Its configuration is gone: new streams are refused, live ones go on. */
    public synchronized void remove(String pid) {
        HostedApplication application = byPid.remove(pid);
        if (application != null) {
            application.forsake();
        }
    }

    /** @throws StreamException NOT_FOUND if there is none of that name */
    public synchronized HostedApplication require(String name) {
        HostedApplication application = byName.get(name);
        if (application == null || !application.isConfigured()) {
            throw new StreamException(Reason.NOT_FOUND, "there is no application '" + name + "'");
        }
        return application;
    }

    public synchronized Collection<Application> all() {
        List<Application> all = new ArrayList<>();
        byName.values().stream().filter(HostedApplication::isConfigured).forEach(all::add);
        return all;
    }
}
