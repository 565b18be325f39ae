package arcly.http.page;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.http.HttpRoute;

/** {@code /health}: that this server answers. Whoever asks is told no more. */
public final class HealthRoute implements HttpRoute {
    public static final String PATH = "/health";

    private final HttpReply up = HttpReply.ok("text/plain; charset=utf-8", Body.of("ok\n")).header("Cache-Control", "no-store")
            .build();

    @Override
    public void handle(HttpExchange exchange) {
        exchange.reply(up);
    }
}
