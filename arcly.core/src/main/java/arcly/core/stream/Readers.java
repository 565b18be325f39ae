package arcly.core.stream;

import arcly.api.stream.CloseReason;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readers of one stream: counted, evicted, and after the stream's end waited for before its ring is let go. */
final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final long MILLI = 1_000_000L;

    private final HostedStream stream;
    private final Ring ring;
    private final Surroundings around;

    // guarded by this
    private final Set<Cursor> all = new LinkedHashSet<>();
    private int opening;
    private int viewers; // sessions that may play, and viewers that a bundle opened without one
    private long jumps;
    private long evicted;
    private boolean released;

    Readers(HostedStream stream, Ring ring, Surroundings around) {
        this.stream = stream;
        this.ring = ring;
        this.around = around;
    }

    Cursor open(ReadOptions options, Holder holder) {
        synchronized (this) {
            int most = stream.settings().readersMost();
            if (all.size() + opening >= most) {
                around.counters().count("limit.readers");
                throw new StreamException(Reason.LIMIT, stream.key() + " has " + most + " readers, as many as readers.most in "
                        + stream.settings().file() + " allows");
            }
            opening++;
        }
        Cursor cursor = null;
        try {
            cursor = new Cursor(stream, ring, options, holder);
        } finally {
            opened(cursor);
        }
        around.events().happened(StreamEvent.Type.READER_JOINED, stream.key(), holder.session(), details(cursor, Map.of()));
        if (cursor.isAudience()) {
            stream.viewersChanged();
        }
        return cursor;
    }

    private synchronized void opened(Cursor cursor) {
        opening--;
        if (cursor != null) {
            all.add(cursor);
            viewers += cursor.isAudience() ? 1 : 0;
        }
    }

    /** A session was let in: it is a viewer also while it has no reader here, as HLS viewers have none. */
    void joined() {
        synchronized (this) {
            viewers++;
        }
        stream.viewersChanged();
    }

    void left() {
        synchronized (this) {
            viewers--;
        }
        stream.viewersChanged();
    }

    void close(Cursor cursor, CloseReason reason) {
        if (!cursor.markClosed(reason)) {
            return;
        }
        synchronized (this) {
            all.remove(cursor);
            viewers -= cursor.isAudience() ? 1 : 0;
        }
        around.events().happened(StreamEvent.Type.READER_LEFT, stream.key(), cursor.holder().session(),
                details(cursor, Map.of("reason", reason.code(), "skipped", Long.toString(cursor.skipped()))));
        if (cursor.isAudience()) {
            stream.viewersChanged();
        }
        releaseIfRead();
    }

    void lagged(Cursor cursor, long past) {
        synchronized (this) {
            jumps++;
        }
        around.counters().count("reader.jumps." + cursor.holder().protocol());
        around.events().happened(StreamEvent.Type.READER_LAGGED, stream.key(), cursor.holder().session(),
                details(cursor, Map.of("skipped", Long.toString(past))));
    }

    /** Evicts who takes nothing although frames wait. */
    void tick(long now) {
        List<Cursor> slow = new ArrayList<>();
        synchronized (this) {
            for (Cursor cursor : all) {
                long position = cursor.position();
                if (position != cursor.seenPosition || !cursor.isBehind()) {
                    cursor.seenPosition = position;
                    cursor.seenAt = now;
                } else if (now - cursor.seenAt >= patience(cursor)) {
                    slow.add(cursor);
                }
            }
            evicted += slow.size();
        }
        slow.forEach(this::evict);
        releaseIfRead();
    }

    private long patience(Cursor cursor) {
        return cursor.options().evictAfter().isZero() ? stream.settings().evictAfter() * MILLI
                : cursor.options().evictAfter().toNanos();
    }

    private void evict(Cursor cursor) {
        Holder holder = cursor.holder();
        around.counters().count("reader.evictions." + holder.protocol());
        around.events().happened(StreamEvent.Type.READER_EVICTED, stream.key(), holder.session(), details(cursor, Map.of()));
        LOG.info("{}: {} took nothing for {} ms and is evicted", stream.key(), holder.text(), patience(cursor) / MILLI);
        close(cursor, CloseReason.EVICTED);
        stream.wakes().wake(cursor); // so that it sees its end
        holder.expelled().accept(CloseReason.EVICTED);
    }

    private static Map<String, String> details(Cursor cursor, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("protocol", cursor.holder().protocol());
        details.put("role", cursor.options().role().name());
        return details;
    }

    void streamFinished() {
        releaseIfRead();
    }

    private void releaseIfRead() {
        synchronized (this) {
            if (released || !stream.isFinished() || opening > 0 || !all.stream().allMatch(Cursor::isEnded)) {
                return;
            }
            released = true;
        }
        ring.release();
    }

    synchronized boolean isReleased() {
        return released;
    }

    synchronized int size() {
        return all.size();
    }

    synchronized int viewers() {
        return viewers;
    }

    synchronized long jumps() {
        return jumps;
    }

    synchronized long evicted() {
        return evicted;
    }
}
