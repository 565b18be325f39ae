package arcly.core.event;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Named counts of what should be seldom: limits that were hit, readers that lagged, listeners that failed. Any thread. */
public final class Counters {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void count(String name) {
        count(name, 1);
    }

    public void count(String name, long more) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).add(more);
    }

    /** 0 if it never happened. */
    public long get(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    /** All that ever happened, by name: a snapshot. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
