package arcly.http.route;

import java.util.Map;

/**
 * What the routes say to a request.
 *
 * @param entry null unless ROUTE
 * @param allow methods, for WRONG_METHOD
 * @param expectedFor nanoseconds, for LEFT and UNSETTLED
 */
public record Found(Kind kind, RouteEntry entry, Map<String, String> variables, String allow, long expectedFor) {

    /** What it is. */
    public enum Kind {
        ROUTE,
        /** The route has left, and its successor may come. */
        LEFT,
        /** There is none, but it is too early to say so. */
        UNSETTLED,
        /** There is one for the path with a slash at its end. */
        WITH_SLASH,
        WRONG_METHOD,
        NOTHING
    }

    static Found of(Kind kind) {
        return new Found(kind, null, Map.of(), "", 0);
    }
}
