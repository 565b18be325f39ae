package arcly.core.packager;

import arcly.api.handover.Baton;
import arcly.api.stream.StreamKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What packagers have left, by stream and packager's name, until a successor takes it or its time is over. Bounded by bytes:
 * of what is left for one stream the last batons go first, then what was left longest ago. Any thread.
 */
final class BatonStore {
    /** As long as a parked connection waits for its successor. */
    static final long KEPT_NANOS = 10_000_000_000L;

    private record Owner(StreamKey stream, String packager) { }

    private record Left(List<Baton> batons, long bytes, long until) { }

    private final long mostBytes;
    private final Map<Owner, Left> left = new LinkedHashMap<>(); // in the order of time
    private long bytes;

    /** @param mostBytes of all batons together */
    BatonStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @return batons that did not fit, these or older ones */
    synchronized int put(StreamKey stream, String packager, List<Baton> batons, long now) {
        take(stream, packager, now);
        int dropped = 0;
        List<Baton> fit = new ArrayList<>();
        long size = 0;
        for (Baton baton : batons) {
            if (size + baton.size() > mostBytes) {
                dropped = batons.size() - fit.size();
                break;
            }
            size += baton.size();
            fit.add(baton);
        }
        if (fit.isEmpty()) {
            return dropped;
        }
        for (Iterator<Left> oldest = left.values().iterator(); bytes + size > mostBytes; ) {
            Left gone = oldest.next();
            oldest.remove();
            bytes -= gone.bytes;
            dropped += gone.batons.size();
        }
        left.put(new Owner(stream, packager), new Left(List.copyOf(fit), size, now + KEPT_NANOS));
        bytes += size;
        return dropped;
    }

    /** Gives them away; empty if nothing was left, or too long ago. */
    synchronized List<Baton> take(StreamKey stream, String packager, long now) {
        expire(now);
        Left found = left.remove(new Owner(stream, packager));
        if (found == null) {
            return List.of();
        }
        bytes -= found.bytes;
        return found.batons;
    }

    synchronized void expire(long now) {
        left.values().removeIf(each -> {
            boolean over = each.until - now <= 0;
            bytes -= over ? each.bytes : 0;
            return over;
        });
    }

    synchronized long bytes() {
        return bytes;
    }
}
