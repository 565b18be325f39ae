package arcly.core;

import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Streams;
import arcly.core.access.AccessChain;
import arcly.core.application.Applications;
import arcly.core.application.KernelSettings;
import arcly.core.event.Counters;
import arcly.core.event.EventBoard;
import arcly.core.packager.PackagerBoard;
import arcly.core.session.SessionBook;
import arcly.core.stream.Demands;
import arcly.core.stream.Directory;
import arcly.core.stream.RingBudget;
import arcly.core.stream.Surroundings;
import arcly.core.time.TimerThread;
import arcly.core.time.Timers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The kernel of one process, whole: streams, sessions, applications and those who have a say. Works without a framework:
 *
 * <pre>{@code
 * try (Kernel kernel = Kernel.builder().application("live", Map.of()).build()) {
 *     ClientSession session = kernel.sessions().open(SessionRequest.publisher("test", StreamKey.of("live", "cam")).build());
 *     Publication publication = session.publish(Duration.ofSeconds(1)).get();
 * }
 * }</pre>
 *
 * <p>With {@link Builder#clocks} the caller owns the time: nothing that takes time happens but in {@link #tick()}.
 */
public final class Kernel implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final int BATONS_SHARE_OF_HEAP = 8;

    private final Timers timers;
    private final TimerThread thread; // null if the caller owns the time
    private final List<ExecutorService> own = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Applications applications = new Applications();
    private final EventBoard events;
    private final AccessChain access;
    private final RingBudget budget;
    private final Directory directory;
    private final SessionBook sessions;
    private final PackagerBoard packagers;
    private volatile KernelSettings settings = KernelSettings.DEFAULTS;
    private volatile boolean closed;

    private Kernel(Builder from) {
        Executor work = from.executor == null ? own(Threads.workers()) : from.executor;
        Executor listeners = from.executor == null ? own(Threads.listeners()) : from.executor;
        timers = new Timers(from.nanoTime);
        events = new EventBoard(from.clock, listeners, counters);
        access = new AccessChain(timers, counters, work);
        budget = new RingBudget(() -> settings.ringsBytesTotal());
        Surroundings around = new Surroundings(timers, from.clock, events, counters, budget);
        directory = new Directory(around, applications, () -> settings.streamsTotal(), work);
        sessions = new SessionBook(around, applications, access, directory, () -> settings.sessionsTotal());
        Executor packaging = from.executor == null ? own(Threads.packagers()) : from.executor;
        packagers = new PackagerBoard(directory, applications, packaging, from.nanoTime, from.clock, counters,
                Runtime.getRuntime().maxMemory() / BATONS_SHARE_OF_HEAP);
        events.add(packagers::happened, "arcly.core");
        from.applications.forEach(each -> each.accept(applications));
        timers.after(SECOND, this::everySecond);
        thread = from.ownsTime ? null : new TimerThread(timers).start();
    }

    private ExecutorService own(ExecutorService executor) {
        own.add(executor);
        return executor;
    }

    public static Builder builder() {
        return new Builder();
    }

    private void everySecond() {
        if (!closed) {
            timers.after(SECOND, this::everySecond);
            directory.tick();
            packagers.tick();
            events.watch(timers.now());
        }
    }

    public Streams streams() {
        return directory;
    }

    public Sessions sessions() {
        return sessions;
    }

    /** To add, change and remove applications. */
    public Applications applications() {
        return applications;
    }

    /** To add and remove policies and secret sources. */
    public AccessChain access() {
        return access;
    }

    /** To add and remove listeners. */
    public EventBoard events() {
        return events;
    }

    /** To add and remove source providers. */
    public Demands demands() {
        return directory.demands();
    }

    /** To add and remove packagers, and to configure them. */
    public PackagerBoard packagers() {
        return packagers;
    }

    /** Limits that were hit, readers that lagged, listeners that failed, by name. */
    public Counters counters() {
        return counters;
    }

    /** Bytes that all rings together have taken of {@code rings.bytes.total}. */
    public long ringBytes() {
        return budget.taken();
    }

    /** Streams as the limits count them; never drifts from what is live. */
    public int streamCount() {
        return directory.count();
    }

    /** Sessions as the limits count them; never drifts from what is open. */
    public int sessionCount() {
        return sessions.count();
    }

    /**
     * Changes the limits of the whole process; PID {@value KernelSettings#PID}.
     *
     * @return what was refused, one sentence each
     */
    public List<String> configure(Map<String, ?> values) {
        settings = KernelSettings.read(values, settings);
        return settings.problems();
    }

    /** Does what is due. For whoever owns the time. */
    public void tick() {
        timers.runDue();
    }

    /** Ends all sessions and streams. */
    @Override
    public void close() {
        closed = true;
        packagers.close();
        sessions.closeAll(CloseReason.SHUTDOWN);
        directory.endAll(CloseReason.SHUTDOWN);
        if (thread != null) {
            thread.close();
        }
        own.forEach(ExecutorService::shutdown);
    }

    /** Not thread-safe. Everything may be left out. */
    public static final class Builder {
        private LongSupplier nanoTime = System::nanoTime;
        private Clock clock = Clock.systemUTC();
        private boolean ownsTime;
        private Executor executor;
        private final List<Consumer<Applications>> applications = new ArrayList<>();

        private Builder() {
        }

        /** The caller owns the time and calls {@link Kernel#tick()}; else the kernel has a thread that does. */
        public Builder clocks(LongSupplier nanoseconds, Clock wall) {
            nanoTime = nanoseconds;
            clock = wall;
            ownsTime = true;
            return this;
        }

        /** Calls policies, source providers and listeners; else the kernel has threads for that. */
        public Builder executor(Executor threads) {
            executor = threads;
            return this;
        }

        /** An application from the start. @param values as in its configuration file */
        public Builder application(String name, Map<String, ?> values) {
            applications.add(to -> to.configure("arcly.application~" + name, values));
            return this;
        }

        public Kernel build() {
            return new Kernel(this);
        }
    }
}
