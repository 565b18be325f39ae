package arcly.http.connection;

import arcly.transport.Connection;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sees to it that a client takes what is written to it: in each period something worth the name, or all of it. So one that takes
 * nothing is found after one period, or after two if the system's buffers still took some in the first. On the loop.
 */
final class OutputWatch {
    /** Less in a whole period is no reading. */
    private static final int LEAST_BYTES = 4096;

    private final Connection connection;
    private final Supplier<Duration> period;
    private final Runnable notTaken;
    private boolean watching;

    OutputWatch(Connection connection, Supplier<Duration> period, Runnable notTaken) {
        this.connection = connection;
        this.period = period;
        this.notTaken = notTaken;
    }

    /** After each flush. */
    void look() {
        if (!watching && connection.pendingBytes() > 0) {
            watch();
        }
    }

    private void watch() {
        watching = true;
        long before = connection.bytesOut();
        connection.schedule(period.get(), () -> {
            watching = false;
            if (connection.pendingBytes() == 0) {
                return;
            }
            if (connection.bytesOut() - before < LEAST_BYTES) {
                notTaken.run();
            } else {
                watch();
            }
        });
    }
}
