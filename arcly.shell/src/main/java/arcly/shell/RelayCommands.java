package arcly.shell;

import arcly.api.relay.RelayStatus;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.relay.Relays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The console command {@code arcly:relays}. Gogo calls the methods of that name, on the console's thread, and prints what
 * they return.
 */
@Component(
        service = RelayCommands.class,
        property = {"osgi.command.scope=arcly", "osgi.command.function=relays"})
public final class RelayCommands {
    private final Clock clock;
    private final List<Relays> present = new CopyOnWriteArrayList<>();

    @Activate
    public RelayCommands() {
        this(Clock.systemUTC());
    }

    RelayCommands(Clock clock) {
        this.clock = clock;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRelays(Relays relays) {
        present.add(relays);
    }

    void removeRelays(Relays relays) {
        present.remove(relays);
    }

    /** All relays, a line each. */
    public String relays() {
        return relays("");
    }

    /** Those whose name or stream holds the text. */
    public String relays(String part) {
        List<RelayStatus> found = new ArrayList<>();
        for (Relays each : present) {
            each.relays().stream().filter(relay -> relay.name().contains(part) || relay.stream().contains(part))
                    .forEach(found::add);
        }
        found.sort(Comparator.comparing(RelayStatus::name).thenComparing(RelayStatus::stream).thenComparing(RelayStatus::remote));
        if (found.isEmpty()) {
            return part.isEmpty() ? "no relay is configured" : "no relay of " + part;
        }
        Table table = new Table("RELAY", "DIRECTION", "STREAM", "REMOTE", "STATE", ">SINCE", ">ATTEMPTS", ">NEXT IN", ">BYTES",
                ">LAG", ">SKIPPED", "LAST ERROR");
        found.forEach(relay -> row(table, relay));
        return table.toString();
    }

    private void row(Table table, RelayStatus relay) {
        boolean push = relay.direction() == Direction.PUSH;
        table.row(
                relay.name(),
                relay.direction().name().toLowerCase(Locale.ROOT),
                relay.stream(),
                relay.remote(),
                relay.state().name().toLowerCase(Locale.ROOT),
                relay.since().equals(Instant.EPOCH) ? "-" : Words.time(Duration.between(relay.since(), clock.instant())),
                relay.attempts(),
                relay.nextAttempt().map(this::until).orElse("-"),
                Words.bytes(relay.bytes()),
                push ? Words.seconds(relay.lag()) : "-",
                push ? relay.skipped() : "-",
                relay.lastError().isEmpty() ? "-" : relay.lastError());
    }

    private String until(Instant time) {
        Duration left = Duration.between(clock.instant(), time);
        return Words.time(left.isNegative() ? Duration.ZERO : left);
    }
}
