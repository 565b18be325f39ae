package arcly.deploy;

import arcly.api.stream.CloseReason;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ConnectionTimer;
import arcly.transport.DialListener;
import arcly.transport.DialSpec;
import arcly.transport.Dialled;
import arcly.transport.DrainScope;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport without connections that remembers what it was asked and tells of the hand-overs it is given. */
final class PlainTransport implements Transport {
    /** As {@code scope: reason}. */
    final List<String> drained = new CopyOnWriteArrayList<>();
    final List<TransportStatistics.Handover> handovers = new CopyOnWriteArrayList<>();

    record Handover(String protocol, String symbolicName, boolean isTakeover, int adopted, int closed, long longestPause)
            implements TransportStatistics.Handover {}

    @Override
    public Served serve(ListenerSpec listener, ConnectionProtocol protocol) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dialled dial(DialSpec target, ConnectionProtocol protocol, DialListener failed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Integer> drain(DrainScope scope, CloseReason reason, Duration atMost) {
        drained.add(scope + ": " + reason.code());
        return CompletableFuture.completedFuture(3);
    }

    @Override
    public TransportStatistics statistics() {
        return new TransportStatistics() {
            @Override
            public int connections() {
                return 0;
            }

            @Override
            public int parked() {
                return 0;
            }

            @Override
            public long bytesIn() {
                return 0;
            }

            @Override
            public long bytesOut() {
                return 0;
            }

            @Override
            public long viewerWrites() {
                return 0;
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }

            @Override
            public List<TransportStatistics.Handover> handovers() {
                return handovers;
            }
        };
    }
}
