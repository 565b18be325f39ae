package arcly.hls.page;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.hls.viewer.HlsRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The player page and what it needs. It is the same for all streams, its script knows from the address which one it is for; so
 * nothing that a client sends stands in it.
 */
public final class PlayerPage {
    public static final String PAGE = "/{app}/{name+}/";
    /** No application's name begins with a tilde. */
    public static final String ASSETS = "/~hls/{file}";

    /** Scripts and media of this server only; hls.js plays from blobs, and works in a worker made of one. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'";

    private final HttpReply page;
    private final Map<String, HttpReply> assets = new HashMap<>();
    private final HttpReply nothing = HttpReply.status(404).header("content-type", "text/plain; charset=utf-8")
            .body(Body.of("there is no such file\n")).build();

    public PlayerPage() {
        page = reply("player.html", "text/html; charset=utf-8");
        assets.put("player.js", reply("player.js", "text/javascript; charset=utf-8"));
        assets.put("player.css", reply("player.css", "text/css; charset=utf-8"));
        assets.put("hls.min.js", reply("hls.min.js", "text/javascript; charset=utf-8"));
    }

    private static HttpReply reply(String resource, String type) {
        try (InputStream in = PlayerPage.class.getResourceAsStream(resource)) {
            byte[] bytes = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(bytes);
            return HttpReply.ok(type, Body.of(List.of(ByteBuffer.wrap(bytes)))).etag(Long.toHexString(sum.getValue()))
                    .header("cache-control", "no-cache").header("content-security-policy", POLICY)
                    .header("referrer-policy", "no-referrer").build();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " of this bundle cannot be read", e);
        }
    }

    /** For {@link #PAGE}. */
    public void page(HttpExchange exchange) {
        if (HlsRoutes.streamOf(exchange) != null) {
            exchange.reply(page);
        }
    }

    /** For {@link #ASSETS}. */
    public void asset(HttpExchange exchange) {
        exchange.reply(assets.getOrDefault(exchange.variable("file"), nothing));
    }
}
