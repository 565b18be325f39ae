package arcly.core.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Services of one kind in the order of their ranking, highest first; among equals the oldest is first. Any thread.
 *
 * <p>When {@link #remove} returns, nothing of the service is referenced from here; a snapshot that somebody works through may be.
 */
public final class Ranked<S> {
    private volatile List<Entry<S>> entries = List.of();
    private long numbered;

    /** @param name bundle and version, or whatever else names it for people */
    public synchronized void add(S service, int ranking, String name) {
        remove(service);
        List<Entry<S>> more = new ArrayList<>(entries);
        more.add(new Entry<>(service, ranking, numbered++, name));
        more.sort(Comparator.<Entry<S>>comparingInt(entry -> -Math.max(entry.ranking, -Integer.MAX_VALUE))
                .thenComparingLong(entry -> entry.number));
        entries = List.copyOf(more);
    }

    public synchronized void remove(S service) {
        entries = entries.stream().filter(entry -> entry.service != service).toList();
    }

    /** A snapshot, highest ranking first. */
    public List<Entry<S>> all() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * One service.
     *
     * @param name for people
     */
    public record Entry<S>(S service, int ranking, long number, String name) {
    }
}
