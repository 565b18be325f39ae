package arcly.rtmp.relay;

import arcly.api.protocol.Protocol;
import arcly.api.relay.RelayStatus;
import arcly.api.relay.Relays;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamListener;
import arcly.api.stream.Streams;
import arcly.transport.Transport;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;
import org.osgi.service.metatype.annotations.Designate;

/** One configured push: one factory instance of {@value #PID}. Takes streams to other servers while it is active. */
@Component(service = {Relays.class, StreamListener.class}, immediate = true, configurationPid = RtmpPush.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PushConfig.class, factory = true)
public final class RtmpPush implements Relays, StreamListener {
    static final String PID = "arcly.rtmp.push";

    /** OSGi Compendium 112.5.16, one of the reasons to deactivate; for every other one a next generation may come. */
    private static final int CONFIGURATION_DELETED = 4;

    private final String pid;
    private final PushRelays relays;
    private final OwnEndpoints own = new OwnEndpoints();
    private RelaySettings settings;

    @Activate
    public RtmpPush(Map<String, Object> properties, @Reference Sessions sessions, @Reference Streams streams,
            @Reference(scope = ReferenceScope.BUNDLE) Transport transport) {
        pid = properties.get(Constants.SERVICE_PID).toString();
        settings = RelaySettings.NONE.changedPush(pid, properties);
        relays = new PushRelays(pid, own.context(sessions, streams, transport));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProtocol(Protocol protocol) {
        own.add(protocol);
    }

    void removeProtocol(Protocol protocol) {
        own.remove(protocol);
    }

    @Activate
    void begin() {
        relays.begin(settings); // adoption begins here
    }

    @Modified
    void changed(Map<String, Object> properties) {
        settings = settings.changedPush(pid, properties);
        relays.configure(settings);
    }

    @Deactivate
    void stop(int reason) {
        relays.stop(reason == CONFIGURATION_DELETED ? CloseReason.LEFT.because("its configuration is gone") : null);
    }

    @Override
    public void happened(StreamEvent event) {
        switch (event.type()) {
            case STARTED, READY, ENDED -> relays.scan();
            default -> { }
        }
    }

    @Override
    public List<RelayStatus> relays() {
        return relays.statuses();
    }
}
