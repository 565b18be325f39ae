package arcly.hls.window;

import arcly.api.stream.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The windows of all streams, those of streams that have ended for a while, and who waits for one. Any thread. */
public final class Windows {
    private final ByteBudget budget;
    private final LongSupplier endedKeptNanos;
    private final Map<StreamKey, Window> open = new HashMap<>();
    private final Map<StreamKey, Ended> ended = new HashMap<>();
    private final Map<StreamKey, List<Waiting>> waiting = new HashMap<>();

    private record Ended(Window window, long sequence, int epoch, long until) { }

    /** Somebody who waits for a first segment. */
    public final class Waiting {
        private final StreamKey stream;
        private final Consumer<View> then;

        private Waiting(StreamKey stream, Consumer<View> then) {
            this.stream = stream;
            this.then = then;
        }

        /** @return false if it was told already, or cancelled */
        public boolean cancel() {
            synchronized (Windows.this) {
                List<Waiting> others = waiting.get(stream);
                boolean was = others != null && others.remove(this);
                if (others != null && others.isEmpty()) {
                    waiting.remove(stream);
                }
                return was;
            }
        }
    }

    /** @param endedKeptNanos how long the last segments of a stream that has ended can be fetched */
    public Windows(ByteBudget budget, LongSupplier endedKeptNanos) {
        this.budget = budget;
        this.endedKeptNanos = endedKeptNanos;
    }

    /** What there is of the stream; null if there is nothing, or nothing yet. */
    public synchronized View view(StreamKey stream) {
        Window window = open.get(stream);
        if (window != null && window.view() != null) {
            return window.view();
        }
        Ended before = ended.get(stream);
        return before == null ? null : before.window.view();
    }

    /**
     * Tells once, as soon as there is something to fetch, on the thread that made it.
     *
     * @return null if there is something already: {@code then} was told
     */
    public Waiting whenPlayable(StreamKey stream, Consumer<View> then) {
        View now;
        synchronized (this) {
            Window window = open.get(stream);
            now = window == null ? null : window.view();
            if (now == null) {
                Waiting one = new Waiting(stream, then);
                waiting.computeIfAbsent(stream, unused -> new ArrayList<>()).add(one);
                return one;
            }
        }
        then.accept(now);
        return null;
    }

    ByteBudget budget() {
        return budget;
    }

    synchronized void opened(StreamKey stream, Window window) {
        open.put(stream, window);
    }

    void published(StreamKey stream, View view) {
        List<Waiting> told;
        synchronized (this) {
            told = waiting.remove(stream);
        }
        if (told != null) {
            told.forEach(each -> each.then.accept(view));
        }
    }

    /** Its stream has ended: it stays to be fetched for a while. */
    synchronized void ended(StreamKey stream, Window window, long sequence, int epoch, long now) {
        if (open.remove(stream, window)) {
            Ended before = ended.put(stream, new Ended(window, sequence, epoch, now + endedKeptNanos.getAsLong()));
            if (before != null) {
                before.window.clear();
            }
        }
    }

    /** It was handed over. */
    synchronized void parked(StreamKey stream, Window window) {
        open.remove(stream, window);
    }

    /** What a stream of that name that has ended leaves to one that begins: its numbers. */
    synchronized Predecessor predecessor(StreamKey stream) {
        Ended before = ended.get(stream);
        return before == null ? null : new Predecessor(before.window.state(), before.sequence, before.epoch);
    }

    record Predecessor(WindowState window, long sequence, int epoch) { }

    /** Called about once a second. */
    public synchronized void tick(long now) {
        for (Iterator<Ended> all = ended.values().iterator(); all.hasNext(); ) {
            Ended each = all.next();
            if (each.until - now <= 0) {
                all.remove();
                each.window.clear();
            }
        }
    }

    /** Those who wait for a first segment. */
    public synchronized int waiting() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    /** Bytes of all segments. */
    public long bytes() {
        return budget.taken();
    }

    /** Streams of which there is a window. */
    public synchronized int size() {
        return open.size() + ended.size();
    }
}
