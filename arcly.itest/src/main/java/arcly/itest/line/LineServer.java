package arcly.itest.line;

import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Protocol;
import arcly.api.protocol.SpeaksProtocol;
import arcly.api.session.Sessions;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.Transport;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The fixture protocol's one component. */
@Component(configurationPid = LineConfig.PID, immediate = true)
@Designate(ocd = LineConfig.class)
@SpeaksProtocol("line")
public final class LineServer implements Protocol {
    private volatile LineConfig config;
    private final Served served;

    @Activate
    public LineServer(@Reference Transport transport, @Reference Sessions sessions, LineConfig config) {
        this.config = config;
        served = transport.serve(spec(config), new LineProtocol(sessions, () -> this.config.greeting()));
    }

    @Modified
    void modified(LineConfig changed) {
        config = changed;
        served.configure(spec(changed));
    }

    @Deactivate
    void stop() {
        served.close();
    }

    @Override
    public String name() {
        return "line";
    }

    @Override
    public List<Endpoint> endpoints() {
        return served.endpoints();
    }

    private static ListenerSpec spec(LineConfig config) {
        return ListenerSpec.of("line", LineConfig.PID).bind(List.of("127.0.0.1")).port(config.port()).build();
    }
}
