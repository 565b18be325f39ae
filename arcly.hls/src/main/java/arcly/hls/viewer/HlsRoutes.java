package arcly.hls.viewer;

import arcly.api.http.HttpExchange;
import arcly.api.http.HttpRoute;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;

/** The two kinds of addresses under a stream's name. */
public final class HlsRoutes {
    /** Where a viewer begins. */
    public static final String INDEX = "/{app}/{name+}/index.m3u8";
    /** What only its viewer asks for. No stream's name has a segment that begins with a tilde. */
    public static final String FILES = "/{app}/{name+}/~{ticket}/{file}";

    private HlsRoutes() {
    }

    public static HttpRoute index(HlsContext context) {
        return exchange -> {
            StreamKey stream = streamOf(exchange);
            if (stream != null) {
                Entrance.open(context, exchange, stream);
            }
        };
    }

    public static HttpRoute files(HlsContext context) {
        return exchange -> Delivery.answer(context, exchange, exchange.variable("ticket"), exchange.variable("file"));
    }

    /** Null if the address names none: that was answered then. */
    public static StreamKey streamOf(HttpExchange exchange) {
        try {
            return StreamKey.of(exchange.variable("app"), exchange.variable("name"));
        } catch (StreamException e) {
            exchange.reply(Replies.refusal(404, e.getMessage()));
            return null;
        }
    }
}
