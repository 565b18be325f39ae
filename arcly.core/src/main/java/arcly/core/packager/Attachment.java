package arcly.core.packager;

import arcly.api.handover.Baton;
import arcly.api.packager.Packager;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.PackagerSettings;
import arcly.api.packager.Packaging;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamState;
import arcly.core.event.Counters;
import arcly.core.event.Faults;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One packager on one stream, from its first call to its last. The packager is called by {@link #executor()} only; once this
 * is over, nothing of its bundle is referenced from here.
 */
final class Attachment implements PackagerContext {
    /** Faults in a row after which the packager is taken from the stream. */
    static final int MOST_FAULTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);
    private static final int MOST_SECONDS_UNREAD = 5;
    private static final long STALL_NANOS = 10_000_000_000L;

    private final AttachedStream stream;
    private final String name;
    private final String bundle;
    private final SerialExecutor executor;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Counters counters;
    private volatile Packager packager;
    private volatile PackagerSettings settings;
    private List<Baton> batons = List.of();
    private Packaging packaging; // the executor's
    private volatile boolean failed;
    private volatile boolean leaving;
    private volatile boolean over;
    private volatile int faults;
    private long runs;
    private long runsSince;
    private volatile int secondsUnread;

    Attachment(LiveStream stream, String name, Packager packager, String bundle, PackagerSettings settings, Executor threads,
            LongSupplier nanoTime, Clock clock, Counters counters, Runnable readToTheEnd) {
        this.stream = new AttachedStream(stream);
        this.name = name;
        this.packager = packager;
        this.bundle = bundle;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.counters = counters;
        executor = new SerialExecutor(threads, this::fault, () -> {
            if (!leaving && this.stream.isReadToTheEnd()) {
                readToTheEnd.run();
            }
        });
    }

    /** @param left what the last packager of the name left; asked for on the executor */
    boolean begin(BatonStore left) {
        return run(() -> open(left));
    }

    private void open(BatonStore left) {
        Packager opening = packager;
        if (over || leaving || opening == null) {
            return;
        }
        batons = left.take(stream.key(), name, nanoTime());
        try {
            packaging = opening.open(this);
            if (packaging == null) {
                throw new IllegalStateException("open returned null");
            }
        } catch (Throwable e) { // as in SerialExecutor
            counters.count("packager.faults");
            LOG.error("packager {} of {} does not package {}: {}", name, bundle, stream.key(), Faults.text(e));
            failed = true;
            packaging = null;
            stream.closeReaders();
            left.put(stream.key(), name, batons, nanoTime()); // for the former build, if it is put back
        }
        batons = List.of();
    }

    void configure(PackagerSettings to) {
        if (!to.equals(settings)) {
            settings = to;
            run(() -> {
                if (packaging != null && !over) {
                    packaging.configure(to);
                }
            });
        }
    }

    /** Takes the packager from the stream; what it leaves goes to {@code to}, then {@code then} runs. */
    void leave(BatonStore to, Runnable then) {
        leaving = true;
        boolean will = run(() -> {
            if (!over) {
                park(to);
                forsake();
                then.run();
            }
        });
        if (!will) {
            forsake();
            then.run();
        }
    }

    private void park(BatonStore to) {
        if (packaging == null) {
            return;
        }
        try {
            int dropped = to.put(stream.key(), name, packaging.park(), nanoTime());
            if (dropped > 0) {
                counters.count("packager.batons.dropped", dropped);
                LOG.warn("{} batons of packager {} are dropped: there is no room for them", dropped, name);
            }
        } catch (Throwable e) { // as in SerialExecutor
            fault(Faults.text(e));
        }
    }

    /** From here on nothing of the bundle is referenced from here; a call may still be running. */
    void forsake() {
        over = true;
        packager = null;
        packaging = null;
        executor.close();
        stream.closeReaders();
    }

    private boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.warn("no thread for packager {} on {}: {}", name, stream.key(), e.getMessage());
            return false;
        }
    }

    private void fault(String what) {
        faults++;
        counters.count("packager.faults");
        LOG.warn("packager {} of {} failed on {}: {} ({} faults)", name, bundle, stream.key(), what, faults);
        failed |= faults >= MOST_FAULTS;
    }

    /** Called about once a second: a call that lasts too long is named. */
    void watch(long now) {
        if (stream.state() == StreamState.ENDED) {
            secondsUnread++;
        }
        long runsNow = executor.runs();
        if (runsNow == 0 || runsNow != runs) {
            runs = runsNow;
            runsSince = now;
        } else if (now - runsSince >= STALL_NANOS) {
            runsSince = now;
            counters.count("packager.stalls");
            LOG.warn("packager {} of {} does not return from a call for {}", name, bundle, stream.key());
        }
    }

    /** The stream is live, or has ended and is still being read: for some seconds, then whoever has not read it will not. */
    boolean isReading() {
        return packager != null && !failed && secondsUnread < MOST_SECONDS_UNREAD && !stream.isReadToTheEnd();
    }

    boolean isOf(Packager other) {
        return packager == other;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isOver() {
        return over;
    }

    /** It could not begin, or failed too often: it is taken from the stream. */
    boolean isFailed() {
        return failed;
    }

    String bundle() {
        return bundle;
    }

    @Override
    public LiveStream stream() {
        return stream;
    }

    @Override
    public PackagerSettings settings() {
        return settings;
    }

    @Override
    public List<Baton> batons() {
        return batons;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    @Override
    public long currentTimeMillis() {
        return clock.millis();
    }

    @Override
    public String toString() {
        return "packager " + name + " of " + bundle + " on " + stream.key();
    }
}
