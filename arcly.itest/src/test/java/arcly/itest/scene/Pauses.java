package arcly.itest.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each replacement cost, as a table. */
public final class Pauses {
    private static final double MILLI = 1e6;

    private final List<String> rows = new ArrayList<>();
    private long longest;

    /**
     * Adds a row.
     *
     * @param unread nanoseconds that the transport did not read the connection which waited longest
     * @param delay nanoseconds that the slowest frame was on its way to a player
     * @param stall nanoseconds that the whole process stood still meanwhile
     */
    public void add(String way, int round, int adopted, long unread, long delay, long stall) {
        longest = Math.max(longest, unread - stall);
        rows.add(String.format(Locale.ROOT, "%-28s %5d %8d %12.1f %14.1f %12.1f", way, round, adopted, unread / MILLI, delay / MILLI,
                stall / MILLI));
    }

    /** The longest pause of all, less what the process stood still for other reasons, nanoseconds. */
    public long longest() {
        return longest;
    }

    /** Prints the table, and writes it to the file as well. */
    public void print(Path file) throws IOException {
        String table = String.format("%n%-28s %5s %8s %12s %14s %12s%n%s%n", "way", "round", "adopted", "unread, ms", "slowest, ms", "stall, ms",
                String.join(System.lineSeparator(), rows));
        System.out.println(table);
        Files.writeString(file, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
