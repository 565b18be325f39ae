package arcly.deploy;

import arcly.deploy.Components.Standing;
import arcly.deploy.Components.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;

/** Plug-ins for people. */
final class PluginTable {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Components components;
    private final ZoneId zone;

    PluginTable(Components components, ZoneId zone) {
        this.components = components;
        this.zone = zone;
    }

    String of(Collection<Plugin> plugins) {
        if (plugins.isEmpty()) {
            return "no plug-ins";
        }
        TextTable table = new TextTable("FILE", "BUNDLE", ">ID", "VERSION", "STATE", "SINCE", ">TAKEN OVER", "LAST PROBLEM");
        for (Plugin plugin : plugins) {
            if (plugin.bundle() == null) {
                table.row(plugin.file(), "-", "-", "-", "refused", "-", "-", plugin.problem());
            } else {
                Bundle bundle = plugin.bundle();
                String waiting = waiting(bundle);
                table.row(plugin.file(), bundle.getSymbolicName(), Long.toString(bundle.getBundleId()),
                        bundle.getVersion().toString(),
                        waiting.isEmpty() ? state(bundle) : "waiting", time(plugin.since()), Integer.toString(plugin.takenOver()),
                        plugin.problem().isEmpty() ? waiting : plugin.problem());
            }
        }
        return table.toString();
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.UNINSTALLED -> "uninstalled";
            default -> "stopped";
        };
    }

    /** What the first component that is not up waits for; empty if all are. */
    private String waiting(Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "";
        }
        for (Map.Entry<String, Standing> component : components.of(bundle).entrySet()) {
            Standing standing = component.getValue();
            if (standing.state() != State.UP) {
                return component.getKey() + (standing.state() == State.WAITING ? " waits for " : " fails: ") + standing.text();
            }
        }
        return "";
    }

    private String time(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        return (time.toLocalDate().equals(LocalDate.now(zone)) ? TODAY : EARLIER).format(time);
    }
}
