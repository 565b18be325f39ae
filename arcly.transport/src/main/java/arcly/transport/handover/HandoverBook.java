package arcly.transport.handover;

import arcly.transport.TransportStatistics;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the last hand-overs, and says each to the log. Any thread. */
public final class HandoverBook {
    private static final Logger log = LoggerFactory.getLogger(HandoverBook.class);
    private static final int KEPT = 128; // TransportStatistics.handovers says so

    private final ArrayDeque<TransportStatistics.Handover> last = new ArrayDeque<>();

    void write(HoldingKey key, Handover handover) {
        add(new Entry(key.protocol(), key.symbolicName(), handover.isTakeover(), handover.adoptions(), handover.closures(),
                handover.longestPause()));
        log.info("{} of {} {}: {} connections, longest pause {} ms, {} bytes queued{}", key.protocol(), key.symbolicName(),
                handover.isTakeover() ? "taken over" : "adopted", handover.adoptions(),
                millis(handover.longestPause()), handover.queuedBytes(),
                handover.closures() == 0 ? "" : ", " + handover.closures() + " refused and closed");
    }

    void writeNobodyCame(HoldingKey key, int closed, long pause) {
        add(new Entry(key.protocol(), key.symbolicName(), false, 0, closed, pause));
        log.warn("{} of {}: no successor within {} ms, {} connections closed", key.protocol(), key.symbolicName(),
                millis(pause), closed);
    }

    public List<TransportStatistics.Handover> entries() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private void add(Entry entry) {
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(entry);
        }
    }

    private static String millis(long nanos) {
        return nanos < 10_000_000 ? String.valueOf(nanos / 10_000 / 100.0) : String.valueOf(nanos / 1_000_000);
    }

    private record Entry(String protocol, String symbolicName, boolean isTakeover, int adopted, int closed, long longestPause)
            implements TransportStatistics.Handover {
    }
}
