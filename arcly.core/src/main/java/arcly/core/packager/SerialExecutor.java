package arcly.core.packager;

import arcly.core.event.Faults;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other on threads of somebody else. What a task throws goes, as text, to whoever made this. Any thread.
 *
 * <p>Once {@link #close} has returned, no task waits here any more; one may still be running.
 */
final class SerialExecutor implements Executor {
    /** A packaging has one wake of its reader, and now and then a task of its own. */
    static final int MOST_WAITING = 1024;

    private final Executor threads;
    private final Consumer<String> faults;
    private final Runnable idle;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    private long runs;

    /** @param idle runs, on those threads, whenever nothing more waits */
    SerialExecutor(Executor threads, Consumer<String> faults, Runnable idle) {
        this.threads = threads;
        this.faults = faults;
        this.idle = idle;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (closed || waiting.size() >= MOST_WAITING) {
                throw new RejectedExecutionException(closed ? "the packaging is over" : MOST_WAITING + " tasks wait already");
            }
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        hand();
    }

    private void hand() {
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running = false; // what waits is run with the next task
            }
            throw e;
        }
    }

    private void run() {
        for (;;) {
            Runnable task;
            synchronized (this) {
                task = waiting.poll();
                if (task == null) {
                    running = false;
                    runs = 0;
                    break;
                }
                runs++;
            }
            try {
                task.run();
            } catch (Throwable e) { // an Error of a packager's linkage, too, concerns only itself
                faults.accept(Faults.text(e));
            }
        }
        idle.run();
    }

    /** A number that stays the same as long as one task runs; 0 if none does. */
    synchronized long runs() {
        return runs;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
