package arcly.transport.tcp;

import arcly.api.protocol.Endpoint;
import arcly.api.stream.CloseReason;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.handover.Tenure;
import arcly.transport.loop.MatcherCaches;
import java.util.List;
import java.util.Set;

/** One generation's time with a listener, as that generation holds it. */
final class ListenerTenure extends Tenure implements Served {
    private final BundleTransport owner;
    private volatile ListenerSpec spec;
    private volatile TcpListener listener; // null once closed

    ListenerTenure(BundleTransport owner, ListenerSpec spec, ConnectionProtocol protocol) {
        super(owner, protocol);
        this.owner = owner;
        this.spec = spec;
    }

    ListenerSpec spec() {
        return spec;
    }

    void serves(TcpListener what) {
        listener = what;
    }

    @Override
    public void configure(ListenerSpec wanted) {
        spec = wanted;
        TcpListener serving = listener;
        if (serving != null && serving.current() == this) {
            serving.apply(wanted);
            serving.changed();
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        TcpListener serving = listener;
        return serving == null ? List.of() : serving.endpoints();
    }

    @Override
    public int connections() {
        return aboard();
    }

    @Override
    public void close() {
        TcpListener leaving = listener;
        if (leaving != null) {
            listener = null;
            owner.closed(this);
            leaving.leave(this, owner.isStopping() ? CloseReason.SHUTDOWN : null);
        }
    }

    @Override
    protected void forgotten(Set<ClassLoader> leaving) {
        MatcherCaches.purge(owner.core().loops().all(), leaving);
    }
}
