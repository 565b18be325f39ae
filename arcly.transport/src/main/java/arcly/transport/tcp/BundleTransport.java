package arcly.transport.tcp;

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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The transport as one generation of one bundle has it. Any thread. */
public final class BundleTransport implements Transport, AutoCloseable {
    private final TcpTransport core;
    private final String symbolicName;
    private final BooleanSupplier stopping;
    private final Set<AutoCloseable> serving = ConcurrentHashMap.newKeySet();
    private final Set<BundleTimer> timers = ConcurrentHashMap.newKeySet();

    BundleTransport(TcpTransport core, String symbolicName, BooleanSupplier stopping) {
        this.core = core;
        this.symbolicName = symbolicName;
        this.stopping = stopping;
    }

    String symbolicName() {
        return symbolicName;
    }

    TcpTransport core() {
        return core;
    }

    /** Nothing comes after: what is closed now is closed for good. */
    boolean isStopping() {
        return stopping.getAsBoolean();
    }

    @Override
    public Served serve(ListenerSpec listener, ConnectionProtocol protocol) {
        ListenerTenure tenure = new ListenerTenure(this, listener, protocol);
        serving.add(tenure);
        core.serve(this, listener, tenure);
        return tenure;
    }

    @Override
    public Dialled dial(DialSpec target, ConnectionProtocol protocol, DialListener failed) {
        DialTenure tenure = new DialTenure(this, protocol, failed);
        serving.add(tenure);
        core.dial(this, target, tenure);
        return tenure;
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        BundleTimer timer = new BundleTimer(task, delay, timers);
        timer.start(core.loops().next());
        return timer;
    }

    void closed(AutoCloseable tenure) {
        serving.remove(tenure);
    }

    @Override
    public CompletionStage<Integer> drain(DrainScope scope, CloseReason reason, Duration atMost) {
        return core.drain(scope, reason, atMost);
    }

    @Override
    public TransportStatistics statistics() {
        return core.statistics();
    }

    /** The bundle has gone: its timers are cancelled, and what it did not close itself is parked, or closed if the framework is stopping. */
    @Override
    public void close() {
        Set.copyOf(timers).forEach(BundleTimer::cancel);
        for (AutoCloseable left : Set.copyOf(serving)) {
            if (left instanceof Served served) {
                served.close();
            } else {
                ((Dialled) left).close();
            }
        }
    }
}
