package arcly.transport.handover;

import arcly.transport.ConnectionProtocol;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One generation's time with a holding, from its {@code serve} to its {@code close}. The only lasting object that knows
 * the bundle's protocol; once it is closed and its last connection has left, it knows nothing of the bundle any more. Any
 * thread.
 */
public abstract class Tenure {
    private final Object owner;
    private final Set<ClassLoader> loaders = new HashSet<>();
    private ConnectionProtocol protocol;
    private int aboard;
    private boolean closed;

    /** @param owner stands for the bundle's generation; only compared */
    protected Tenure(Object owner, ConnectionProtocol protocol) {
        this.owner = owner;
        this.protocol = protocol;
        loaders.add(protocol.getClass().getClassLoader());
    }

    public final Object owner() {
        return owner;
    }

    /** A connection begins to be served: its protocol; null if this generation has left. */
    public final synchronized ConnectionProtocol board() {
        if (closed) {
            return null;
        }
        aboard++;
        return protocol;
    }

    /** A class of these was given to the loops. */
    public final synchronized void uses(ClassLoader loader) {
        loaders.add(loader);
    }

    /** A connection is not served by this generation any more, and refers to nothing of it. */
    public final void leave() {
        boolean last;
        synchronized (this) {
            aboard--;
            last = closed && aboard == 0;
            notifyAll();
        }
        if (last) {
            forget();
        }
    }

    public final synchronized int aboard() {
        return aboard;
    }

    final void shut() {
        boolean last;
        synchronized (this) {
            closed = true;
            last = aboard == 0;
        }
        if (last) {
            forget();
        }
    }

    /** Waits for the last connection to leave. False if the time is over or the thread was interrupted. */
    final synchronized boolean awaitEmpty(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (aboard > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void forget() {
        Set<ClassLoader> leaving;
        synchronized (this) {
            protocol = null;
            leaving = Set.copyOf(withoutBootLoader());
            loaders.clear();
        }
        forgotten(leaving);
    }

    private Set<ClassLoader> withoutBootLoader() {
        loaders.remove(null);
        return loaders;
    }

    /** Called once, after the last connection has left: caches of these loaders' classes are to be emptied. */
    protected abstract void forgotten(Set<ClassLoader> leaving);
}
