package arcly.http.connection;

import arcly.api.http.HttpRoute;
import arcly.http.HttpSettings;
import arcly.http.reply.LoopStores;
import arcly.http.route.RoutePattern;
import arcly.http.route.Routes;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.tcp.TcpTransport;
import arcly.transport.tcp.TransportSettings;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** The front door on a real transport, with routes that outlive its generations as services do. */
final class Front implements AutoCloseable {
    static final String NAME = "arcly.http";

    final TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));
    private final Map<Long, Registered> registered = new LinkedHashMap<>();
    private long ids;
    private volatile HttpSettings settings;
    private Routes routes;
    private LoopStores stores;
    private Served served;

    private record Registered(HttpRoute route, Set<String> methods, List<RoutePattern> patterns) {
    }

    Front(HttpSettings settings) {
        this.settings = settings;
        serve();
        Awaitility.await().until(() -> !served.endpoints().isEmpty() && served.endpoints().get(0).address().getPort() != 0);
    }

    Front() {
        this(HttpSettings.DEFAULT);
    }

    InetSocketAddress address() {
        return served.endpoints().get(0).address();
    }

    String url(String path) {
        return "http://127.0.0.1:" + address().getPort() + path;
    }

    long get(String pattern, HttpRoute route) {
        return add("GET", pattern, route);
    }

    long add(String methods, String pattern, HttpRoute route) {
        Registered made = new Registered(route, Set.copyOf(Arrays.asList(methods.split(","))),
                List.of(RoutePattern.parse(pattern)));
        registered.put(++ids, made);
        routes.add(made.route, made.patterns, made.methods, 0, ids);
        return ids;
    }

    void remove(long id) {
        registered.remove(id);
        routes.remove(id);
    }

    void replace(boolean takeover) {
        Served formerServed = served;
        LoopStores formerStores = stores;
        if (!takeover) {
            formerServed.close();
            formerStores.close();
        }
        serve();
        if (takeover) {
            formerServed.close();
            formerStores.close();
        }
    }

    private void serve() {
        routes = new Routes(System::nanoTime, () -> settings.handoverTimeout());
        stores = new LoopStores(System::nanoTime, Clock.systemUTC(), () -> settings.cacheBytes());
        registered.forEach((id, made) -> routes.add(made.route, made.patterns, made.methods, 0, id));
        HttpContext context = new HttpContext(routes, stores, () -> settings, System::nanoTime);
        served = transport.forBundle(NAME).serve(ListenerSpec.of("http", NAME).bind(List.of("127.0.0.1")).build(),
                new HttpConnections(context));
    }

    @Override
    public void close() {
        served.close();
        stores.close();
        transport.close();
    }
}
