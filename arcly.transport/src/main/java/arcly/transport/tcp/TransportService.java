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
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The transport as a service: each bundle gets one of its own, which knows for whom it works. */
@Component(service = Transport.class, scope = ServiceScope.BUNDLE)
public final class TransportService implements Transport {
    private final TransportCore core;
    private final String symbolicName;
    private final BooleanSupplier stopping;
    private BundleTransport transport; // guarded by this; null until it is used

    @Activate
    public TransportService(ComponentContext context, @Reference TransportCore core) {
        this.core = core;
        symbolicName = context.getUsingBundle().getSymbolicName();
        BundleContext own = context.getBundleContext();
        Bundle framework = own.getBundle(Constants.SYSTEM_BUNDLE_ID);
        Bundle base = own.getBundle();
        stopping = () -> framework.getState() == Bundle.STOPPING || base.getState() == Bundle.STOPPING;
    }

    private synchronized BundleTransport transport() {
        if (transport == null) {
            transport = core.transport().forBundle(symbolicName, stopping);
        }
        return transport;
    }

    /** The bundle has let go of the service: what it did not close itself is closed for it. */
    @Deactivate
    void gone() {
        BundleTransport used;
        synchronized (this) {
            used = transport;
        }
        if (used != null) {
            used.close();
        }
    }

    @Override
    public Served serve(ListenerSpec listener, ConnectionProtocol protocol) {
        return transport().serve(listener, protocol);
    }

    @Override
    public Dialled dial(DialSpec target, ConnectionProtocol protocol, DialListener failed) {
        return transport().dial(target, protocol, failed);
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        return transport().schedule(delay, task);
    }

    @Override
    public CompletionStage<Integer> drain(DrainScope scope, CloseReason reason, Duration atMost) {
        return transport().drain(scope, reason, atMost);
    }

    @Override
    public TransportStatistics statistics() {
        return transport().statistics();
    }
}
