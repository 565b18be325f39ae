package arcly.core;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The kernel's threads for calling others. All daemons, and none is kept that has nothing to do. */
final class Threads {
    private static final int WORKERS = 4;
    /** Questions that may wait for a worker: beyond it, who asks is denied at once rather than at its deadline. */
    private static final int MOST_WAITING = 20_000;
    /** One thread for each listener that runs just now, so that one that stalls holds nobody else up. */
    private static final int MOST_LISTENERS = 64;

    private Threads() {
    }

    /** For policies, secret sources and source providers, which must not block. */
    static ExecutorService workers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(WORKERS, WORKERS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING), named("arcly-worker-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** As many as there are processors: packaging is work. What waits is bounded by those who package, each of which waits once. */
    static ExecutorService packagers() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                named("arcly-packager-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static ExecutorService listeners() {
        return new ThreadPoolExecutor(0, MOST_LISTENERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                named("arcly-listener-"));
    }

    /**
     * A thread is made in the middle of a call from some bundle, and would remember its class loader twice over: as its context
     * and by the protection domains on the stack. Both are cut off here, so that a replaced bundle can be collected.
     */
    @SuppressWarnings("removal") // there is no other way as long as threads do remember the stack, as they do in Java 17
    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setContextClassLoader(Threads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }
}
