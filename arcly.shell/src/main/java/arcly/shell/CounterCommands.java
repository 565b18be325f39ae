package arcly.shell;

import arcly.api.stream.Streams;
import arcly.transport.Transport;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The console command {@code arcly:counters}. Gogo calls the method of that name, on the console's thread, and prints what it returns. */
@Component(
        service = CounterCommands.class,
        property = {"osgi.command.scope=arcly", "osgi.command.function=counters"})
public final class CounterCommands {
    private final Streams streams;
    private final Transport transport;

    @Activate
    public CounterCommands(@Reference Streams streams, @Reference Transport transport) {
        this.streams = streams;
        this.transport = transport;
    }

    /** What has happened since the start; what never did is left out. */
    public String counters() {
        return counters("");
    }

    /** Those whose name begins so. */
    public String counters(String beginning) {
        Table table = new Table("ROOM", "COUNTER", ">TIMES");
        rows(table, "core", streams.counters(), beginning);
        rows(table, "transport", transport.statistics().counters(), beginning);
        return table.isEmpty() ? "nothing was counted" + (beginning.isEmpty() ? "" : " under " + beginning) : table.toString();
    }

    private static void rows(Table table, String room, Map<String, Long> counters, String beginning) {
        counters.entrySet().stream().filter(each -> each.getValue() != 0 && each.getKey().startsWith(beginning))
                .sorted(Map.Entry.comparingByKey()).forEach(each -> table.row(room, each.getKey(), each.getValue()));
    }
}
