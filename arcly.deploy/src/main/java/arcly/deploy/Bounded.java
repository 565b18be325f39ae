package arcly.deploy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs what may never return, because a plug-in's code is in it, on a thread of its own, and waits for it only so long. */
final class Bounded {
    /** For code that listens to being interrupted. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private enum State { RUNNING, ENDED, ABANDONED }

    /** A step of bundle administration. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /**
     * How a step ended.
     *
     * @param failure text of what was thrown, and of where a late one hung; null if all went well and in time
     * @param stuck it has not ended yet; what was to follow follows whenever it does
     */
    record Outcome(String failure, boolean stuck) {
        static final Outcome FINE = new Outcome(null, false);
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Step step;
    private final Runnable ifAbandoned;
    private volatile String failure;

    private Bounded(Step step, Runnable ifAbandoned) {
        this.step = step;
        this.ifAbandoned = ifAbandoned;
    }

    /**
     * Runs the step. If it takes longer than {@code atMost} its thread is interrupted; if that does not help it is left alone,
     * and runs {@code ifAbandoned} should it ever return.
     *
     * @param name of the thread
     */
    static Outcome run(String name, Duration atMost, Step step, Runnable ifAbandoned) throws InterruptedException {
        Bounded bounded = new Bounded(step, ifAbandoned);
        Thread thread = new Thread(bounded::work, name);
        thread.setDaemon(true);
        thread.start();
        return bounded.await(thread, atMost);
    }

    private Outcome await(Thread thread, Duration atMost) throws InterruptedException {
        join(thread, atMost);
        if (state.get() == State.ENDED) {
            return failure == null ? Outcome.FINE : new Outcome(failure, false);
        }
        String late = "not done after " + seconds(atMost) + where(thread);
        thread.interrupt();
        join(thread, AFTER_INTERRUPT);
        return new Outcome(late, state.compareAndSet(State.RUNNING, State.ABANDONED));
    }

    private void work() {
        try {
            step.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
            failure = Causes.text(thrown);
        } finally {
            if (!state.compareAndSet(State.RUNNING, State.ENDED)) {
                ifAbandoned.run();
            }
        }
    }

    private static void join(Thread thread, Duration atMost) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, atMost.toNanos()));
    }

    /** The innermost place of its stack that is not the JDK's: the plug-in's line that hangs. */
    private static String where(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getModuleName() == null || !frame.getModuleName().startsWith("java.")) {
                String line = frame.getLineNumber() < 0 ? "" : " (line " + frame.getLineNumber() + ")";
                return ", hangs in " + frame.getClassName() + "." + frame.getMethodName() + line;
            }
        }
        return "";
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
