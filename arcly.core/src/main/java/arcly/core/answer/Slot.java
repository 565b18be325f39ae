package arcly.core.answer;

import arcly.core.event.Faults;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one listener of another bundle is armed, with the executor it wants to be called on.
 *
 * <p>What is handed to an executor is always the kernel's own task, which looks here for the listener when it runs. So after
 * {@link #disarm()} nothing of the listener is referenced from the kernel, not even by a task that still waits somewhere.
 */
public final class Slot<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private Armed<L> armed;

    /** Replaces the former listener, if there was one. */
    public synchronized void arm(Executor executor, L listener) {
        disarm();
        armed = new Armed<>(Objects.requireNonNull(executor, "executor"), Objects.requireNonNull(listener, "listener"));
    }

    public synchronized void disarm() {
        if (armed != null) {
            armed.listener = null;
            armed = null;
        }
    }

    /** Disarms this listener; not another one that was armed in its place meanwhile. */
    public synchronized void disarm(L listener) {
        if (armed != null && armed.listener == listener) {
            disarm();
        }
    }

    /** True while it is this listener that is armed. */
    public synchronized boolean isArmed(L listener) {
        return armed != null && armed.listener == listener;
    }

    /** Calls whoever is armed now, on its executor; nobody if it is disarmed before its turn comes. The listener stays armed. */
    public void call(Consumer<? super L> how) {
        Armed<L> to;
        synchronized (this) {
            to = armed;
        }
        if (to != null) {
            hand(to, () -> {
                L listener = to.listener;
                if (listener != null) {
                    quietly(listener, how);
                }
            });
        }
    }

    /** As {@link #call}, but the listener is forgotten as its turn comes: it is called once at most. */
    public void callOnce(Consumer<? super L> how) {
        Armed<L> to;
        synchronized (this) {
            to = armed;
        }
        if (to != null) {
            hand(to, () -> {
                L listener = take(to);
                if (listener != null) {
                    quietly(listener, how);
                }
            });
        }
    }

    private synchronized L take(Armed<L> from) {
        L listener = from.listener;
        from.listener = null;
        if (armed == from) {
            armed = null;
        }
        return listener;
    }

    private void hand(Armed<L> to, Runnable task) {
        try {
            to.executor.execute(task);
        } catch (RuntimeException e) {
            // Its thread is gone, and so will be the listener: whoever comes next arms anew.
            take(to);
            LOG.warn("an executor refused a task of the kernel: {}", e.toString());
        }
    }

    private static <L> void quietly(L listener, Consumer<? super L> how) {
        try {
            how.accept(listener);
        } catch (Throwable e) { // an Error of its linkage too: it is a bundle's that may be on its way out
            LOG.error("listener {} failed: {}", listener.getClass().getName(), Faults.text(e));
        }
    }

    private static final class Armed<L> {
        private final Executor executor;
        private volatile L listener;

        private Armed(Executor executor, L listener) {
            this.executor = executor;
            this.listener = listener;
        }
    }
}
