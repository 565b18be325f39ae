package arcly.http;

import arcly.api.http.HttpRoute;
import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Protocol;
import arcly.api.protocol.SpeaksProtocol;
import arcly.api.stream.Streams;
import arcly.http.connection.HttpConnections;
import arcly.http.connection.HttpContext;
import arcly.http.page.HealthRoute;
import arcly.http.page.IndexRoute;
import arcly.http.reply.LoopStores;
import arcly.http.route.RoutePattern;
import arcly.http.route.Routes;
import arcly.transport.Served;
import arcly.transport.Transport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ReferenceScope;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTP requests and brings them to the routes of all bundles, while the bundle is active. */
@Component(service = Protocol.class, configurationPid = HttpServer.PID, immediate = true)
@Designate(ocd = HttpConfig.class)
@SpeaksProtocol(HttpServer.NAME)
public final class HttpServer implements Protocol {
    static final String PID = "arcly.http";
    static final String NAME = "http";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final long OWN = -1; // below any service's id: whoever registers the same pattern is asked first

    private final Transport transport;
    private final Routes routes;
    private final LoopStores stores;
    private volatile HttpConfiguration configuration;
    private Served served;
    private Served secure;

    @Activate
    public HttpServer(Map<String, Object> properties, @Reference Streams streams,
            @Reference(scope = ReferenceScope.BUNDLE) Transport transport) {
        this.transport = transport;
        configuration = HttpConfiguration.DEFAULT.changed(properties);
        routes = new Routes(System::nanoTime, () -> configuration.settings().handoverTimeout());
        stores = new LoopStores(System::nanoTime, Clock.systemUTC(), () -> configuration.settings().cacheBytes());
        routes.add(new IndexRoute(streams), List.of(RoutePattern.parse(IndexRoute.PATH)), Set.of("GET"), Integer.MIN_VALUE, OWN);
        routes.add(new HealthRoute(), List.of(RoutePattern.parse(HealthRoute.PATH)), Set.of("GET"), Integer.MIN_VALUE, OWN);
    }

    /** After the routes that there are were added: what is adopted is asked of them at once. */
    @Activate
    void start() {
        HttpContext context = new HttpContext(routes, stores, () -> configuration.settings(), System::nanoTime);
        served = transport.serve(configuration.listener(), new HttpConnections(context)); // adoption begins here
        secure = transport.serve(configuration.secureListener(), new HttpConnections(context));
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
        stores.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addRoute(HttpRoute route, Map<String, Object> properties) {
        List<RoutePattern> patterns = new ArrayList<>();
        for (String text : words(properties.get(HttpRoute.PATTERN))) {
            try {
                patterns.add(RoutePattern.parse(text));
            } catch (IllegalArgumentException wrong) {
                LOG.error("Route {} is not served at {}: {}", route.getClass().getName(), text, wrong.getMessage());
            }
        }
        if (patterns.isEmpty()) {
            LOG.error("Route {} has no pattern; the service property {} says which paths it answers", route.getClass().getName(),
                    HttpRoute.PATTERN);
        }
        Set<String> methods = words(properties.get(HttpRoute.METHODS)).stream().collect(Collectors.toCollection(TreeSet::new));
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        routes.add(route, patterns, methods.isEmpty() ? Set.of("GET") : methods, ranking, id(properties));
    }

    void removeRoute(HttpRoute route, Map<String, Object> properties) {
        routes.remove(id(properties));
    }

    private static long id(Map<String, Object> properties) {
        return (Long) properties.get(Constants.SERVICE_ID);
    }

    private static List<String> words(Object value) {
        if (value == null) {
            return List.of();
        }
        Collection<?> parts = value instanceof Collection<?> many ? many : Arrays.asList(value instanceof Object[] array ? array
                : new Object[] {value});
        return parts.stream().map(Object::toString).toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        if (secure == null) {
            return List.of();
        }
        List<Endpoint> all = new ArrayList<>(served.endpoints());
        all.addAll(secure.endpoints());
        return all;
    }
}
