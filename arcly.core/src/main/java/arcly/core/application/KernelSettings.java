package arcly.core.application;

import arcly.api.config.ConfigurationValues;
import java.util.List;
import java.util.Map;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The limits of the whole process, PID {@code arcly.core}. Immutable. */
public final class KernelSettings {
    /** The PID and the name of the file. */
    public static final String PID = "arcly.core";

    static final long STREAMS_TOTAL = 10_000;
    static final long SESSIONS_TOTAL = 100_000;

    /** What people may set. Read and checked by {@link KernelSettings}; this says what it is, for consoles. */
    @ObjectClassDefinition(name = "arcly kernel", description = "Limits of the whole process")
    public @interface Config {
        @AttributeDefinition(description = "Bytes of payload in all rings together, beyond which no new publisher is let in"
                + " and no ring grows; 0: a quarter of the heap. Scope: now", min = "0", max = "1099511627776")
        long rings_bytes_total() default 0;

        @AttributeDefinition(description = "Most streams. Scope: now", min = "1", max = "1000000")
        int streams_total() default (int) STREAMS_TOTAL;

        @AttributeDefinition(description = "Most sessions, publishers and viewers. Scope: now", min = "1", max = "10000000")
        int sessions_total() default (int) SESSIONS_TOTAL;
    }

    /** All defaults. */
    public static final KernelSettings DEFAULTS = new KernelSettings(ConfigurationValues.from("", Map.of()), null);

    private final long ringsBytesTotal;
    private final int streamsTotal;
    private final int sessionsTotal;
    private final List<String> problems;

    private KernelSettings(ConfigurationValues values, KernelSettings given) {
        KernelSettings old = given == null ? this : given;
        long bytes = values.number("rings.bytes.total", 0, 1L << 40, 0, old.ringsBytesTotal);
        ringsBytesTotal = bytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : bytes;
        streamsTotal = (int) values.number("streams.total", 1, 1_000_000, STREAMS_TOTAL, old.streamsTotal);
        sessionsTotal = (int) values.number("sessions.total", 1, 10_000_000, SESSIONS_TOTAL, old.sessionsTotal);
        problems = List.copyOf(values.problems());
    }

    /** Reads a configuration; where a value is refused, what is in force stays. */
    public static KernelSettings read(Map<String, ?> values, KernelSettings inForce) {
        return new KernelSettings(ConfigurationValues.of(PID, values), inForce);
    }

    public long ringsBytesTotal() {
        return ringsBytesTotal;
    }

    public int streamsTotal() {
        return streamsTotal;
    }

    public int sessionsTotal() {
        return sessionsTotal;
    }

    /** One sentence for each value that was refused. */
    public List<String> problems() {
        return problems;
    }
}
