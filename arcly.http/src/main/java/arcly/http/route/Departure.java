package arcly.http.route;

import java.util.Set;

/**
 * A route that left, and that may come back.
 *
 * @param left nanoseconds for which it is waited for
 */
public record Departure(RoutePattern pattern, Set<String> methods, long left) {
}
