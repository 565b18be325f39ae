package arcly.http.route;

import arcly.api.http.HttpRoute;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One pattern of one route, or the place that a route has left. Any thread. */
public final class RouteEntry {
    /**
     * More literal characters; who is there before who has left; the higher ranking; the newer, which is the newer generation.
     */
    static final Comparator<RouteEntry> BEST_FIRST = Comparator
            .<RouteEntry>comparingInt(entry -> -entry.pattern.literalCharacters())
            .thenComparing(RouteEntry::hasLeft).thenComparingInt(entry -> -entry.ranking).thenComparingLong(entry -> -entry.id);

    private final RoutePattern pattern;
    private final Set<String> methods;
    private final HttpRoute route; // null: it has left
    private final int ranking;
    private final long id;
    private final long until;
    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean removed;

    private RouteEntry(RoutePattern pattern, Set<String> methods, HttpRoute route, int ranking, long id, long until) {
        this.pattern = pattern;
        this.methods = Set.copyOf(methods);
        this.route = route;
        this.ranking = ranking;
        this.id = id;
        this.until = until;
    }

    static RouteEntry of(RoutePattern pattern, Set<String> methods, HttpRoute route, int ranking, long id) {
        return new RouteEntry(pattern, methods, route, ranking, id, 0);
    }

    /** @param until when nobody is expected any more, by the nanosecond clock */
    static RouteEntry left(RoutePattern pattern, Set<String> methods, long until) {
        return new RouteEntry(pattern, methods, null, 0, 0, until);
    }

    public HttpRoute route() {
        return route;
    }

    public RoutePattern pattern() {
        return pattern;
    }

    Set<String> methods() {
        return methods;
    }

    long id() {
        return id;
    }

    boolean hasLeft() {
        return route == null;
    }

    long until() {
        return until;
    }

    boolean accepts(String method) {
        return methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
    }

    /** Somebody waits for this route's answer, and wants to know if it leaves. */
    public void asked(Asked who) {
        asked.add(who);
        if (removed && asked.remove(who)) {
            who.routeLeft();
        }
    }

    public void answered(Asked who) {
        asked.remove(who);
    }

    void remove() {
        removed = true;
        for (Asked who : asked) {
            if (asked.remove(who)) {
                who.routeLeft();
            }
        }
    }

    /** A route that fits, with what stood in its braces. */
    record Match(RouteEntry entry, Map<String, String> variables) {
    }
}
