package arcly.http.connection;

import arcly.http.HttpSettings;
import arcly.http.reply.LoopStores;
import arcly.http.route.Routes;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What all connections of one generation share. Any thread. */
public record HttpContext(Routes routes, LoopStores stores, Supplier<HttpSettings> settings, LongSupplier nanoTime) {
}
