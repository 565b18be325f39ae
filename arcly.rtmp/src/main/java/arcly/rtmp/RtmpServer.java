package arcly.rtmp;

import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Protocol;
import arcly.api.protocol.SpeaksProtocol;
import arcly.api.session.Sessions;
import arcly.api.stream.Streams;
import arcly.rtmp.session.RtmpConnections;
import arcly.rtmp.session.RtmpContext;
import arcly.transport.Served;
import arcly.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceScope;
import org.osgi.service.metatype.annotations.Designate;

/** Listens for RTMP publishers and players, plain and behind TLS, while the bundle is active. */
@Component(service = Protocol.class, configurationPid = RtmpServer.PID, immediate = true)
@Designate(ocd = RtmpConfig.class)
@SpeaksProtocol(RtmpServer.NAME)
public final class RtmpServer implements Protocol {
    static final String PID = "arcly.rtmp";
    static final String NAME = "rtmp";

    private final Served served;
    private final Served secure;
    private volatile RtmpConfiguration configuration;

    @Activate
    public RtmpServer(Map<String, Object> properties, @Reference Sessions sessions, @Reference Streams streams,
            @Reference(scope = ReferenceScope.BUNDLE) Transport transport) {
        configuration = RtmpConfiguration.DEFAULT.changed(properties);
        RtmpContext context = new RtmpContext(sessions, streams, () -> configuration.settings());
        served = transport.serve(configuration.listener(), new RtmpConnections(context)); // adoption begins here
        secure = transport.serve(configuration.secureListener(), new RtmpConnections(context));
    }

    @Modified
    void changed(Map<String, Object> properties) {
        configuration = configuration.changed(properties);
        served.configure(configuration.listener()); // never deactivates: connections stay
        secure.configure(configuration.secureListener());
    }

    @Deactivate
    void stop() {
        served.close(); // parks every connection for the next generation of this bundle
        secure.close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(served.endpoints());
        all.addAll(secure.endpoints());
        return all;
    }
}
