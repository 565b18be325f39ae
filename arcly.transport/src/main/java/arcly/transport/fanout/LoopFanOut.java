package arcly.transport.fanout;

import arcly.api.session.ClientSession;
import arcly.api.stream.LiveStream;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes live streams to the viewers of one event loop. Made with the loop; used on the loop only, but for the figures.
 *
 * <p>Viewers are visited in two ways: by their group's flush, for the frames of a window, and in rounds, for those with more to
 * write than their share: joiners, and viewers whose sockets were full. Between two rounds the loop sees to everything else.
 */
public final class LoopFanOut {
    /** A round ends after this time, so that many joiners at once do not keep sockets unread and windows open. */
    private static final long ROUND_NANOS = 5_000_000;

    private final EventLoop loop;
    private final Ticker ticker;
    private final FanOutLimits limits;
    private final FanOutFigures figures = new FanOutFigures();
    private final SlabStore store;
    private final Gather gather;
    private final LoopLoad load;
    private final Map<ViewerGroup.Key, ViewerGroup> groups = new HashMap<>();
    private final ArrayDeque<ViewerPlace> behind = new ArrayDeque<>();
    private final Set<ViewerPlace> paused = new HashSet<>(); // those that wait for nothing but the end of their stream
    private final Runnable round = this::round;
    private boolean roundAhead;

    public LoopFanOut(EventLoop loop, ByteBufAllocator allocator, FanOutLimits limits) {
        this.loop = loop;
        this.ticker = loop.ticker();
        this.limits = limits;
        this.store = new SlabStore(allocator, limits.cacheBytes(), figures);
        this.gather = new Gather(figures, limits.writeBytes());
        this.load = new LoopLoad(ticker.nanoTime());
    }

    /**
     * Begins to write what the session's reader reads, after the caller's task.
     *
     * @throws IllegalStateException if the session has no reader
     */
    public ViewerPlace open(ViewerSink sink, ClientSession session, WireOptions options, ViewerListener listener) {
        if (session.reader() == null) {
            throw new IllegalStateException("session " + session.id() + " has no reader to view");
        }
        ViewerPlace place = new ViewerPlace(this, sink, session);
        place.arm(options, listener);
        return place;
    }

    /** Lets go of all that is shared and closes every viewer that is armed; for the end of the loop. */
    public void close() {
        for (ViewerGroup group : List.copyOf(groups.values())) {
            group.closeAll();
        }
        List.copyOf(paused).forEach(ViewerPlace::close);
        behind.clear();
    }

    /** Writes to connections, after coalescing. From any thread, as the figures below. */
    public long viewerWrites() {
        return figures.writes.getOpaque();
    }

    /** Bytes written to viewers. */
    public long viewerBytes() {
        return figures.bytes.getOpaque();
    }

    /** Frames that were put into wire form for all viewers of a group. */
    public long sharedEncodes() {
        return figures.sharedEncodes.getOpaque();
    }

    /** Frames that were put into wire form for a single viewer, because it was further behind than what is held. */
    public long privateEncodes() {
        return figures.privateEncodes.getOpaque();
    }

    /** Frames and announcements that were left out because a bundle's form threw. */
    public long formFailures() {
        return figures.formFailures.getOpaque();
    }

    /** Wire bytes held for viewers to come. */
    public long cacheBytes() {
        return figures.cacheBytes.getOpaque();
    }

    /** Adds this loop's figures to those of the others, by the names under which operators see them. From any thread. */
    public void addTo(Map<String, Long> counters) {
        counters.merge("fanout.bytes", viewerBytes(), Long::sum);
        counters.merge("fanout.encoded.shared", sharedEncodes(), Long::sum);
        counters.merge("fanout.encoded.private", privateEncodes(), Long::sum);
        counters.merge("fanout.form.failed", formFailures(), Long::sum);
        counters.merge("fanout.cache.bytes", cacheBytes(), Long::sum);
    }

    /** Groups of viewers, each with a beacon. On the loop only. */
    int groups() {
        return groups.size();
    }

    EventLoop loop() {
        return loop;
    }

    FanOutLimits limits() {
        return limits;
    }

    FanOutFigures figures() {
        return figures;
    }

    SlabStore store() {
        return store;
    }

    Gather gather() {
        return gather;
    }

    LoopLoad load() {
        return load;
    }

    long now() {
        return ticker.nanoTime();
    }

    /** The fan-out has worked since then. Returns the time now. */
    long worked(long since) {
        long now = ticker.nanoTime();
        load.worked(since, now);
        return now;
    }

    ViewerGroup group(LiveStream stream, WireOptions options) {
        ViewerGroup.Key key = new ViewerGroup.Key(stream.id(), options.name(), options.window().toNanos());
        ViewerGroup group = groups.get(key);
        if (group == null) {
            group = new ViewerGroup(this, key, stream);
            groups.put(key, group);
            group.open();
        }
        return group;
    }

    void forget(ViewerGroup.Key key) {
        groups.remove(key);
    }

    void watches(ViewerPlace place) {
        paused.add(place);
    }

    void watchesNoMore(ViewerPlace place) {
        paused.remove(place);
    }

    /** Visits the place in a round to come, behind those that wait already. The caller sees to it that it is not one of them. */
    void later(ViewerPlace place) {
        behind.add(place);
        planRound();
    }

    private void planRound() {
        if (!roundAhead) {
            roundAhead = true;
            afterwards(round);
        }
    }

    /** Runs the task after the one that runs now; at once if the loop is about to end and takes no more. */
    void afterwards(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void round() {
        long start = now();
        long now = start;
        roundAhead = false;
        int turns = behind.size();
        for (int turn = 0; turn < turns && !behind.isEmpty() && now - start < ROUND_NANOS; turn++) {
            behind.poll().turn(now);
            now = now();
        }
        if (!behind.isEmpty()) {
            planRound();
        }
        load.worked(start, now);
    }
}
