package arcly.itest;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition with a deadline; Pax Exam's probe has no library for that. */
public final class Until {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Until() {}

    /** @throws AssertionError with {@code what} if the condition does not hold in time */
    public static void holds(String what, long seconds, Callable<Boolean> condition) throws Exception {
        holds(() -> what, seconds, condition);
    }

    public static void holds(Supplier<String> what, long seconds, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + seconds + " s: " + what.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Lets this much time go by, for a test that is about time. */
    public static void passes(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left;
        while ((left = end - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }
}
