package arcly.rtmp.relay;

import arcly.api.protocol.Protocol;
import arcly.api.relay.RelayStatus;
import arcly.api.relay.Relays;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.SourceProvider;
import arcly.api.stream.SourceRequest;
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

/** One configured pull: one factory instance of {@value #PID}. Brings streams of another server while it is active. */
@Component(service = {Relays.class, SourceProvider.class}, immediate = true, configurationPid = RtmpPull.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PullConfig.class, factory = true)
public final class RtmpPull implements Relays, SourceProvider {
    static final String PID = "arcly.rtmp.pull";

    /** OSGi Compendium 112.5.16, one of the reasons to deactivate; for every other one a next generation may come. */
    private static final int CONFIGURATION_DELETED = 4;

    private final String pid;
    private final PullRelays relays;
    private final OwnEndpoints own = new OwnEndpoints();
    private RelaySettings settings;

    @Activate
    public RtmpPull(Map<String, Object> properties, @Reference Sessions sessions, @Reference Streams streams,
            @Reference(scope = ReferenceScope.BUNDLE) Transport transport) {
        pid = properties.get(Constants.SERVICE_PID).toString();
        settings = RelaySettings.NONE.changedPull(pid, properties);
        relays = new PullRelays(pid, own.context(sessions, streams, transport));
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
        relays.configure(settings); // adoption begins here
    }

    @Modified
    void changed(Map<String, Object> properties) {
        settings = settings.changedPull(pid, properties);
        relays.configure(settings);
    }

    @Deactivate
    void stop(int reason) {
        relays.stop(reason == CONFIGURATION_DELETED ? CloseReason.LEFT.because("its configuration is gone") : null);
    }

    @Override
    public boolean open(SourceRequest request) {
        return relays.open(request);
    }

    @Override
    public List<RelayStatus> relays() {
        return relays.statuses();
    }
}
