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
    /** What a provider gets that is asked while somebody waits already. */
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
        directory.wanted().forEach(this::stillWanted);
    }

    /** Asks for whoever waits for the stream, if it is not there: he has a deadline of his own. */
    private void stillWanted(StreamKey key) {
        if (directory.hosted(key) == null) {
            wanted(key, around.clock().instant().plus(LATE), LATE.toNanos());
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

    /** Run for one demand by one thread at a time: whoever has made it, or has taken it as an orphan. */
    private void ask(Demand demand) {
        List<Ranked.Entry<SourceProvider>> all = providers.all();
        for (Ranked.Entry<SourceProvider> entry : all) {
            if (of(demand.key) != demand) {
                return; // it came, or cannot come, or nobody waits any more
            }
            Asked asked = demand.ask(entry.service());
            if (!providers.all().contains(entry)) {
                demand.nobodyAsked(); // it has gone since; what goes later finds itself here
            } else if (brings(entry, asked)) {
                return;
            }
        }
        demand.orphaned();
        if (!all.containsAll(providers.all())) {
            if (demand.takeOrphan()) {
                askLater(demand); // one came meanwhile
            }
        } else if (directory.hosted(demand.key) == null) {
            forgetOrphan(demand);
        }
    }

    private boolean brings(Ranked.Entry<SourceProvider> entry, Asked asked) {
        boolean taken = false;
        try {
            taken = entry.service().open(asked);
        } catch (Throwable e) { // whatever a provider throws, an Error of its linkage too
            around.counters().count("source.faults");
            LOG.warn("source provider {} failed on {}: {}", entry.name(), asked.key(), Faults.text(e));
        }
        if (!asked.demand.isTaken(asked, taken)) {
            return false;
        }
        LOG.debug("{} is brought by {}", asked.key(), entry.name());
        return true;
    }

    private void deadlineOver(Demand demand) {
        if (directory.hosted(demand.key) == null && forget(demand)) {
            demand.idle();
            askForThoseLeft(demand.key);
        }
    }

    /** Also for whoever came while the former demand was about to end: nobody was asked for him. */
    void askForThoseLeft(StreamKey key) {
        if (directory.wanted().contains(key)) {
            stillWanted(key);
        }
    }

    private synchronized boolean forget(Demand demand) {
        return byKey.remove(demand.key, demand);
    }

    /** Unless a provider that came just now is being asked. */
    private synchronized void forgetOrphan(Demand demand) {
        if (demand.takeOrphan()) {
            byKey.remove(demand.key, demand);
        }
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

    private final class Demand {
        private final StreamKey key;
        private final Instant deadline;
        private SourceProvider provider; // that is asked, or brings it
        private Asked asked; // what it has of this; null as it is
        private boolean asking = true;
        private boolean orphan;
        private Timers.Timer delay;
        private boolean idleDue;

        private Demand(StreamKey key, Instant deadline) {
            this.key = key;
            this.deadline = deadline;
        }

        private synchronized Asked ask(SourceProvider next) {
            provider = next;
            asked = new Asked(this);
            return asked;
        }

        private synchronized void nobodyAsked() {
            provider = null;
            asked = null;
        }

        private synchronized boolean isBy(Asked one) {
            return asked == one;
        }

        /** @return true if it is an orphan now; false also while it is asked for: then whoever asks sees that and goes on */
        private synchronized boolean forgetIf(SourceProvider gone) {
            if (provider != gone) {
                return false;
            }
            asked.slot.disarm();
            nobodyAsked();
            orphan = !asking;
            return orphan;
        }

        /** @return false also if the provider has gone while it was asked; whatever it armed is forgotten then */
        private synchronized boolean isTaken(Asked one, boolean says) {
            if (!says || asked != one) {
                one.slot.disarm();
                return false;
            }
            asking = false;
            return true;
        }

        /** Nobody took it: one that comes is asked. */
        private synchronized void orphaned() {
            nobodyAsked();
            asking = false;
            orphan = true;
        }

        /** True for the one who is to ask. */
        private synchronized boolean takeOrphan() {
            boolean was = orphan;
            orphan = false;
            asking |= was;
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
            Asked told;
            synchronized (this) {
                idleDue = true;
                told = asked;
            }
            if (told != null) {
                told.slot.callOnce(Runnable::run);
            }
        }

        private synchronized boolean isIdleDue() {
            return idleDue;
        }

        private synchronized void over() {
            nobodyAsked();
            if (delay != null) {
                delay.cancel();
            }
        }
    }

    /** A demand as one provider has it: what one that has left still does with it does not reach its successor's. */
    private final class Asked implements SourceRequest {
        private final Demand demand;
        private final Slot<Runnable> slot = new Slot<>();

        private Asked(Demand demand) {
            this.demand = demand;
        }

        @Override
        public StreamKey key() {
            return demand.key;
        }

        @Override
        public Instant deadline() {
            return demand.deadline;
        }

        @Override
        public void failed(StreamException why) {
            if (demand.isBy(this) && forget(demand)) {
                // Its text only: the exception itself holds the classes of whoever made it.
                directory.cannotCome(key(), why.reason(), why.getMessage() == null ? Reason.GONE.name() : why.getMessage());
            }
        }

        @Override
        public void arm(Executor on, Runnable idle) {
            slot.arm(on, idle);
            if (demand.isBy(this) && demand.isIdleDue()) {
                slot.callOnce(Runnable::run);
            }
        }

        @Override
        public void disarm() {
            slot.disarm();
        }
    }
}
