package arcly.transport.tcp;

import arcly.api.stream.CloseReason;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A drain while it runs: knows which connections are still open. Any thread. */
final class DrainRun {
    private final Set<Held> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int connections;

    void start(Collection<? extends Holding> holdings, CloseReason reason, Duration atMost, EventLoop clock) {
        holdings.forEach(holding -> open.addAll(holding.held()));
        connections = open.size();
        holdings.forEach(holding -> holding.drain(reason));
        for (Held connection : open) {
            connection.loop().schedule(() -> {
                if (open.contains(connection)) {
                    connection.cut(reason);
                }
            }, atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
        // what went while it was noted
        open.removeIf(connection -> holdings.stream().noneMatch(any -> any.held().contains(connection)));
        clock.execute(this::completeIfOver);
    }

    void removed(Held connection) {
        if (open.remove(connection)) {
            connection.loop().execute(this::completeIfOver);
        }
    }

    private void completeIfOver() {
        if (open.isEmpty()) {
            done.complete(connections);
        }
    }

    CompletableFuture<Integer> done() {
        return done;
    }
}
