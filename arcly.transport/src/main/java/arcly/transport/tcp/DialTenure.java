package arcly.transport.tcp;

import arcly.api.stream.CloseReason;
import arcly.transport.ConnectionProtocol;
import arcly.transport.DialListener;
import arcly.transport.Dialled;
import arcly.transport.handover.Fault;
import arcly.transport.handover.Tenure;
import arcly.transport.loop.MatcherCaches;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One generation's time with an outgoing connection, as that generation holds it. */
final class DialTenure extends Tenure implements Dialled {
    private static final Logger log = LoggerFactory.getLogger(DialTenure.class);

    private final BundleTransport owner;
    private final AtomicReference<DialListener> listener;
    private volatile TcpDial dial; // null once closed

    DialTenure(BundleTransport owner, ConnectionProtocol protocol, DialListener listener) {
        super(owner, protocol);
        this.owner = owner;
        this.listener = new AtomicReference<>(listener);
    }

    void serves(TcpDial what) {
        dial = what;
    }

    void failed(String why) {
        DialListener told = listener.getAndSet(null);
        if (told != null) {
            try {
                told.failed(why);
            } catch (Throwable fault) {
                log.warn("a dial listener of {} failed: {}", owner.symbolicName(), Fault.textWithPlace(fault));
            }
        }
    }

    @Override
    public void close() {
        end(owner.isStopping() ? CloseReason.SHUTDOWN : null);
    }

    @Override
    public void hangUp() {
        end(CloseReason.LEFT);
    }

    private void end(CloseReason forGood) {
        TcpDial leaving = dial;
        if (leaving != null) {
            dial = null;
            listener.set(null);
            owner.closed(this);
            leaving.leave(this, forGood);
        }
    }

    @Override
    protected void forgotten(Set<ClassLoader> leaving) {
        MatcherCaches.purge(owner.core().loops().all(), leaving);
    }
}
