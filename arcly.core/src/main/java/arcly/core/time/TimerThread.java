package arcly.core.time;

import java.util.concurrent.locks.LockSupport;

/** Drives {@link Timers} by the wall's time: one daemon thread that sleeps until something is due. */
public final class TimerThread implements AutoCloseable {
    private final Timers timers;
    private final Thread thread;
    private volatile boolean closed;

    public TimerThread(Timers timers) {
        this.timers = timers;
        thread = new Thread(this::run, "arcly-timers");
        thread.setDaemon(true);
    }

    public TimerThread start() {
        timers.driver(() -> LockSupport.unpark(thread));
        thread.start();
        return this;
    }

    private void run() {
        while (!closed) {
            timers.runDue();
            long delay = timers.nextDelay();
            if (delay > 0 && !closed) {
                LockSupport.parkNanos(this, delay);
            }
        }
    }

    /** Returns at once; a task that runs is not interrupted. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
