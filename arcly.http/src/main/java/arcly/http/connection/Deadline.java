package arcly.http.connection;

import arcly.transport.Connection;
import arcly.transport.ConnectionTimer;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A time by which something must have happened. Setting it anew, as each request does, costs no timer. On the loop. */
final class Deadline {
    private final Connection connection;
    private final LongSupplier nanoTime;
    private final Runnable missed;
    private boolean set;
    private long due;
    private ConnectionTimer timer;
    private long timerDue;

    Deadline(Connection connection, LongSupplier nanoTime, Runnable missed) {
        this.connection = connection;
        this.nanoTime = nanoTime;
        this.missed = missed;
    }

    void in(Duration time) {
        in(time.toNanos());
    }

    void in(long nanos) {
        set = true;
        due = nanoTime.getAsLong() + nanos;
        if (timer != null && timerDue - due > 0) {
            timer.cancel();
            timer = null;
        }
        if (timer == null) {
            start(nanos);
        }
    }

    void none() {
        set = false;
    }

    /** Nanoseconds; 0 if none is set. */
    long left() {
        return set ? Math.max(1, due - nanoTime.getAsLong()) : 0;
    }

    private void start(long nanos) {
        timerDue = due;
        timer = connection.schedule(Duration.ofNanos(Math.max(0, nanos)), this::look);
    }

    private void look() {
        timer = null;
        if (!set) {
            return;
        }
        long left = due - nanoTime.getAsLong();
        if (left > 0) {
            start(left);
        } else {
            set = false;
            missed.run();
        }
    }
}
