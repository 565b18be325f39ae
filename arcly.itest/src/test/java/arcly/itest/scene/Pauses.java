package arcly.itest.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What each replacement cost, as a table, and which were too long; those too long on a machine busy with other things are
 * shown, not judged.
 */
public final class Pauses implements AutoCloseable {
    private static final double MILLI = 1e6;
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);
    /** Cores. With more taken by others, one of two cores is not ours for long enough to matter. */
    private static final double BUSY = 0.3;
    private static final String ROW = "%-28s %5s %8s %12s %14s %12s %10s  %s%n";

    private final String way;
    private final Stalls stalls = new Stalls();
    private final Machine machine = new Machine();
    private final List<String> rows = new ArrayList<>();
    private final List<String> tooLong = new ArrayList<>();

    public Pauses(String way) {
        this.way = way;
    }

    /** A replacement begins. */
    public void begin() {
        stalls.longest();
        machine.othersSince();
    }

    /**
     * It is over.
     *
     * @param unread nanoseconds that the transport did not read the connection which waited longest
     * @param delay nanoseconds that the slowest frame was on its way to a player
     */
    public void end(int round, int adopted, long unread, long delay) {
        long stall = stalls.longest();
        double others = machine.othersSince();
        boolean exceeds = unread - stall >= LONGEST;
        boolean judged = others < BUSY;
        String row = String.format(Locale.ROOT, ROW, way, round, adopted, millis(unread), millis(delay), millis(stall),
                String.format(Locale.ROOT, "%.2f", others), !exceeds ? "" : judged ? "too long" : "busy machine, not judged");
        rows.add(row);
        if (exceeds && judged) {
            tooLong.add(row);
        }
    }

    /** Rows with 100 ms or more, less what the process stood still for other reasons. */
    public List<String> tooLong() {
        return tooLong;
    }

    /** Prints the table, and appends it to the file. */
    public void print(Path file) throws IOException {
        String table = String.format("%n" + ROW + "%s", "way", "round", "adopted", "unread, ms", "slowest, ms", "stall, ms",
                "others",
                "", String.join("", rows));
        System.out.println(table);
        Files.writeString(file, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / MILLI);
    }

    @Override
    public void close() {
        stalls.close();
    }
}
