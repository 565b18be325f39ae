package arcly.http.connection;

import arcly.api.http.HttpRoute;
import arcly.http.HttpSettings;
import arcly.http.reply.LoopStores;
import arcly.http.route.RoutePattern;
import arcly.http.route.Routes;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a bundle's component does, of one {@link Generation}'s classes; the test knows it as something to be closed. */
public final class ServedGeneration implements AutoCloseable {
    /** Clients that do nothing are part of the test, and a hundred generations take their time. */
    private static final HttpSettings PATIENT = new HttpSettings(HttpSettings.DEFAULT.limits(), HttpSettings.BODY_BYTES,
            Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5),
            Duration.ofSeconds(10), HttpSettings.GZIP_BYTES, HttpSettings.CACHE_BYTES);

    private final Served served;
    private final LoopStores stores;

    /** @param routesByPattern of other bundles */
    public ServedGeneration(Transport transport, Map<String, HttpRoute> routesByPattern) {
        Routes routes = new Routes(System::nanoTime, () -> PATIENT.handoverTimeout());
        stores = new LoopStores(System::nanoTime, Clock.systemUTC(), () -> PATIENT.cacheBytes());
        routesByPattern.forEach((pattern, route) -> routes.add(route, List.of(RoutePattern.parse(pattern)), Set.of("GET"), 0, 1));
        served = transport.serve(ListenerSpec.of("http", "arcly.http").bind(List.of("127.0.0.1")).build(),
                new HttpConnections(new HttpContext(routes, stores, () -> PATIENT, System::nanoTime)));
    }

    @Override
    public void close() {
        served.close();
        stores.close();
    }

    /** The port, or 0 while it does not listen. */
    @Override
    public String toString() {
        return served.endpoints().isEmpty() ? "0" : String.valueOf(served.endpoints().get(0).address().getPort());
    }
}
