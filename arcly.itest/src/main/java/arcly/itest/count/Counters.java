package arcly.itest.count;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.http.HttpRoute;
import arcly.api.packager.Packager;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.Packaging;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** The fixture packager's one component: counts what streams that ask for {@code count} carry, and tells at {@code /APP/NAME/count}. */
@Component(service = {Packager.class, HttpRoute.class},
        property = {Packager.NAME + "=count", HttpRoute.PATTERN + "=/{app}/{name+}/count"})
public final class Counters implements Packager, HttpRoute {
    private final Map<String, Counting> open = new ConcurrentHashMap<>();

    @Override
    public Packaging open(PackagerContext context) {
        String stream = context.stream().key().toString();
        Counting counting = new Counting(context, () -> open.remove(stream));
        open.put(stream, counting);
        return counting;
    }

    @Override
    public void handle(HttpExchange exchange) {
        Counting counting = open.get(exchange.variable("app") + "/" + exchange.variable("name"));
        exchange.reply(counting == null ? HttpReply.status(404).build()
                : HttpReply.ok("text/plain", Body.of(counting.toString())).header("cache-control", "no-store").build());
    }
}
