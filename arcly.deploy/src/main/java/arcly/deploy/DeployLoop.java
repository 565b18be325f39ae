package arcly.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that administers plug-ins, and what makes it look at the folder: events, and a slow poll as a safety net. */
final class DeployLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeployLoop.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration NOT_YET = Duration.ofMillis(50);

    private final ScheduledExecutorService worker;
    private final BundleContext context;
    private final PluginFolder folder;
    private final Plugins plugins;
    private final Supplier<Timing> timing;
    private final AtomicBoolean woken = new AtomicBoolean();
    private FolderEvents events; // may be null; set before the worker begins
    private Future<?> next;
    private boolean begun;

    DeployLoop(BundleContext context, PluginFolder folder, Plugins plugins, Supplier<Timing> timing) {
        this.context = context;
        this.folder = folder;
        this.plugins = plugins;
        this.timing = timing;
        worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "arcly-deploy");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to watch and to look. */
    void start() {
        try {
            events = FolderEvents.of(folder.path(), this::touched);
        } catch (IOException unwatchable) {
            LOG.warn("{} is polled only, every {}: {}", folder.path(), Bounded.seconds(timing.get().poll()),
                    Causes.text(unwatchable));
        }
        worker.execute(this::work);
    }

    private void touched(String file) {
        if (PluginFolder.isPluginName(file)) {
            folder.touched(file);
            wake();
        }
    }

    /** Looks at the folder as soon as what is being done is done. Any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                worker.execute(this::work);
            } catch (RejectedExecutionException closed) {
                LOG.debug("woken after the end");
            }
        }
    }

    private void work() {
        woken.set(false);
        if (next != null) {
            next.cancel(false);
        }
        Duration pause = timing.get().poll();
        try {
            if (!isStarted()) {
                pause = NOT_YET;
            } else if (context.getBundle(0).getState() != Bundle.STOPPING) {
                pause = lookOnce() ? timing.get().look() : pause;
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException broken) {
            LOG.warn("a look at {} failed: {}", folder.path(), Causes.text(broken)); // most likely we are being stopped
        } catch (RuntimeException broken) {
            LOG.error("a look at {} failed", folder.path(), broken);
        }
        try {
            next = worker.schedule(this::work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the last look is done");
        }
    }

    private boolean lookOnce() throws InterruptedException {
        if (!begun) {
            plugins.begin();
            begun = true;
        }
        return plugins.look();
    }

    /** Plug-ins begin in our own start level: the launcher has etc/ read in an earlier one. */
    private boolean isStarted() {
        int own = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
        return context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel() >= own;
    }

    /**
     * Has the worker do something and waits for it. Any thread but the worker.
     *
     * @throws TimeoutException if it is not done in time; it will be done nevertheless
     */
    <T> T ask(Callable<T> question, Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
        return worker.submit(question).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends; plug-ins stay as they are. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (events != null) {
                events.close();
            }
            if (!worker.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a plug-in is still being deployed");
            }
        } catch (IOException broken) {
            LOG.debug("the folder's watch is not closed: {}", broken.getMessage());
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }
}
