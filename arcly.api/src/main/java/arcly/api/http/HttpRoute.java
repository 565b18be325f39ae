package arcly.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests for some paths. A whiteboard service: register one with the property {@link #PATTERN}, and arcly.http serves it for as
 * long as it is registered.
 *
 * <p>A pattern is a path whose segments are literals, <code>{name}</code> for one segment or <code>{name+}</code> for one or more; a literal
 * may stand before or behind the braces ({@code seg-{number}.m4s}). If several match, the one with more literal characters is taken,
 * then the higher service ranking.
 *
 * <p>A route that leaves while a request waits for its answer takes nothing with it: the request is asked of the next route of that pattern,
 * if one comes within {@code handover.timeout}, and is otherwise answered 503 with Retry-After.
 */
@ConsumerType
@FunctionalInterface
public interface HttpRoute {
    /** Service property, String or String[]: the path patterns. */
    String PATTERN = "arcly.http.pattern";
    /** Service property, String or String[], default {@code GET} (which includes HEAD): the methods. */
    String METHODS = "arcly.http.methods";

    /** Called on the connection's loop; must not block. Answers now or later by {@link HttpExchange#reply}, from any thread. */
    void handle(HttpExchange exchange);
}
