package arcly.core.stream;

import arcly.api.stream.SourceProvider;
import arcly.api.stream.SourceRequest;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.core.answer.Slot;
import arcly.core.board.Ranked;
import arcly.core.event.Faults;
import arcly.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams that are brought when somebody wants them: one request per key, however many wait. Any thread. */
public final class Demands {
    private static final Logger LOG = LoggerFactory.getLogger(Demands.class);
    /** What a provider gets that comes while somebody waits already. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final Directory directory;
    private final Surroundings around;
    private final Executor executor;
    private final Ranked<SourceProvider> providers = new Ranked<>();
    private final Map<StreamKey, Demand> byKey = new HashMap<>(); // guarded by this

    Demands(Directory directory, Surroundings around, Executor executor) {
        this.directory = directory;
        this.around = around;
        this.executor = executor;
    }

    /** Also asks it for whatever is waited for just now, and for what a provider that has gone has brought. */
    public void add(SourceProvider provider, int ranking, String name) {
        providers.add(provider, ranking, name);
        all().stream().filter(Demand::takeOrphan).forEach(this::askLater);
        for (StreamKey key : directory.wanted()) {
            if (directory.hosted(key) == null) {
                wanted(key, around.clock().instant().plus(LATE), LATE.toNanos()); // who waits has a deadline of his own
            }
        }
    }

    /**
     * When this returns, nothing of the provider is referenced from here, nor what it armed. The others are asked for what it has
     * brought: its successor may be among them already.
     */
    public void remove(SourceProvider provider) {
        providers.remove(provider);
        for (Demand demand : all()) {
            if (demand.forgetIf(provider) && !providers.isEmpty() && demand.takeOrphan()) {
                askLater(demand);
            }
        }
    }

    private synchronized List<Demand> all() {
        return List.copyOf(byKey.values());
    }

    void wanted(StreamKey key, Instant deadline, long nanos) {
        if (providers.isEmpty()) {
            return;
        }
        Demand demand = new Demand(key, deadline);
        synchronized (this) {
            if (byKey.putIfAbsent(key, demand) != null) {
                return;
            }
        }
        around.timers().after(nanos, () -> deadlineOver(demand));
        askLater(demand);
    }

    private void askLater(Demand demand) {
        try {
            executor.execute(() -> ask(demand));
        } catch (RuntimeException e) {
            LOG.warn("no thread to ask for {}: {}", demand.key, e.toString());
            forget(demand);
        }
    }

    private void ask(Demand demand) {
        for (Ranked.Entry<SourceProvider> entry : providers.all()) {
            demand.provider(entry.service());
            try {
                if (entry.service().open(demand)) {
                    LOG.debug("{} is brought by {}", demand.key, entry.name());
                    return;
                }
            } catch (Throwable e) { // whatever a provider throws, an Error of its linkage too
                around.counters().count("source.faults");
                LOG.warn("source provider {} failed on {}: {}", entry.name(), demand.key, Faults.text(e));
            }
        }
        demand.orphaned();
        if (directory.hosted(demand.key) == null) {
            forget(demand);
        }
    }

    private void deadlineOver(Demand demand) {
        if (directory.hosted(demand.key) == null && forget(demand)) {
            demand.idle();
        }
    }

    private synchronized boolean forget(Demand demand) {
        return byKey.remove(demand.key, demand);
    }

    private synchronized Demand of(StreamKey key) {
        return byKey.get(key);
    }

    void ended(StreamKey key) {
        Demand demand = of(key);
        if (demand != null && forget(demand)) {
            demand.over();
        }
    }

    void ready(HostedStream stream) {
        viewersChanged(stream);
    }

    void viewersChanged(HostedStream stream) {
        Demand demand = of(stream.key());
        if (demand != null && stream.isReady()) {
            demand.watch(stream);
        }
    }

    private final class Demand implements SourceRequest {
        private final StreamKey key;
        private final Instant deadline;
        private final Slot<Runnable> slot = new Slot<>();
        private SourceProvider provider;
        private boolean orphan;
        private Timers.Timer delay;
        private boolean idleDue;

        private Demand(StreamKey key, Instant deadline) {
            this.key = key;
            this.deadline = deadline;
        }

        private synchronized void provider(SourceProvider asked) {
            provider = asked;
        }

        private synchronized boolean forgetIf(SourceProvider gone) {
            if (provider != gone) {
                return false;
            }
            orphaned();
            slot.disarm();
            return true;
        }

        /** Whoever took it has gone, or nobody did: one that comes is asked. */
        private synchronized void orphaned() {
            provider = null;
            orphan = true;
        }

        /** True for the one who is to ask. */
        private synchronized boolean takeOrphan() {
            boolean was = orphan;
            orphan = false;
            return was;
        }

        private synchronized void watch(HostedStream stream) {
            if (delay != null) {
                delay.cancel();
                delay = null;
            }
            if (stream.viewers() > 0) {
                idleDue = false; // which nobody has heard of
            } else {
                delay = around.timers().after(stream.settings().ondemandDelay() * 1_000_000, () -> {
                    if (stream.viewers() == 0) {
                        idle();
                    }
                });
            }
        }

        private void idle() {
            synchronized (this) {
                idleDue = true;
            }
            slot.callOnce(Runnable::run);
        }

        private synchronized void over() {
            provider = null;
            if (delay != null) {
                delay.cancel();
            }
        }

        @Override
        public StreamKey key() {
            return key;
        }

        @Override
        public Instant deadline() {
            return deadline;
        }

        @Override
        public void failed(StreamException why) {
            if (forget(this)) {
                // Its text only: the exception itself holds the classes of whoever made it.
                directory.cannotCome(key, why.reason(), why.getMessage() == null ? Reason.GONE.name() : why.getMessage());
            }
        }

        @Override
        public void arm(Executor on, Runnable idle) {
            slot.arm(on, idle);
            boolean due;
            synchronized (this) {
                due = idleDue;
            }
            if (due) {
                slot.callOnce(Runnable::run);
            }
        }

        @Override
        public void disarm() {
            slot.disarm();
        }
    }
}
