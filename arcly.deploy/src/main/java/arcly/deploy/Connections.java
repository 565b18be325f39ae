package arcly.deploy;

import arcly.api.stream.CloseReason;
import arcly.transport.DrainScope;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics.Handover;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a plug-in's connections, as far as the transport tells. Works without a transport: there are none then. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** The transport closes what is open at its deadline; this is for the closing itself. */
    private static final Duration CLOSING = Duration.ofSeconds(1);
    /** Each connection moves as a task on its own loop; after this the predecessor goes anyway, and parks what is left. */
    private static final Duration TAKEOVER = Duration.ofSeconds(1);
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Supplier<Transport> transport;
    private final LongSupplier nanoTime;

    /** @param transport answers null while there is none */
    Connections(Supplier<Transport> transport, LongSupplier nanoTime) {
        this.transport = transport;
        this.nanoTime = nanoTime;
    }

    /** Which hand-overs there were so far. */
    record Mark(String symbolicName, List<Handover> before) {

        private boolean isLast(Handover handover) {
            return !before.isEmpty() && before.get(before.size() - 1) == handover;
        }
    }

    /**
     * Hand-overs of one bundle, added up.
     *
     * @param longestPause nanoseconds that a connection was not read, at most
     */
    record Moved(int adopted, int closed, long longestPause) {}

    Mark mark(String symbolicName) {
        Transport present = transport.get();
        return new Mark(symbolicName, present == null ? List.of() : List.copyOf(present.statistics().handovers()));
    }

    /** Waits until the transport has moved the connections to the newer generation: they need not be parked then. */
    void awaitTakeover(Mark mark) throws InterruptedException {
        long deadline = nanoTime.getAsLong() + TAKEOVER.toNanos();
        while (transport.get() != null && since(mark).isEmpty() && nanoTime.getAsLong() - deadline < 0) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    Moved moved(Mark mark) {
        int adopted = 0;
        int closed = 0;
        long longest = 0;
        for (Handover handover : since(mark)) {
            adopted += handover.adopted();
            closed += handover.closed();
            longest = Math.max(longest, handover.longestPause());
        }
        return new Moved(adopted, closed, longest);
    }

    /**
     * The transport keeps the last ones only: what follows the last that was there is new. By identity, as figures may repeat.
     */
    private List<Handover> since(Mark mark) {
        Transport present = transport.get();
        if (present == null) {
            return List.of();
        }
        List<Handover> now = List.copyOf(present.statistics().handovers());
        int first = now.size();
        while (first > 0 && !mark.isLast(now.get(first - 1))) {
            first--;
        }
        return now.subList(first, now.size()).stream()
                .filter(handover -> handover.symbolicName().equals(mark.symbolicName()))
                .toList();
    }

    /** Lets the scope's connections be told goodbye; returns how many were closed. */
    int drain(DrainScope scope, CloseReason reason, Duration atMost) throws InterruptedException {
        Transport present = transport.get();
        if (present == null) {
            return 0;
        }
        try {
            return present.drain(scope, reason, atMost).toCompletableFuture()
                    .get(atMost.plus(CLOSING).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("the connections of {} are not all closed after {}", scope, Bounded.seconds(atMost.plus(CLOSING)));
        } catch (ExecutionException | RuntimeException broken) {
            LOG.warn("the connections of {} are not drained: {}", scope, Causes.text(broken));
        }
        return 0;
    }

    /** {@code 1 connection}, {@code 2 connections}. */
    static String count(int connections) {
        return connections + (connections == 1 ? " connection" : " connections");
    }
}
