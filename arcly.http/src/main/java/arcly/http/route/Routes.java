package arcly.http.route;

import arcly.api.http.HttpRoute;
import arcly.http.message.RequestTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The routes there are, and those that left a moment ago. Loops look, without a lock; changes are rare. Any thread. */
public final class Routes {
    /**
     * A generation that is younger says 404 to nobody: what left together with its predecessor is told by connections, and may come
     * after the first request.
     */
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final long begin;
    private final Supplier<Duration> handoverTimeout;
    private final Set<Asked> waiting = ConcurrentHashMap.newKeySet();
    private volatile List<RouteEntry> entries = List.of(); // best first

    /** @param handoverTimeout how long a route that left is waited for */
    public Routes(LongSupplier nanoTime, Supplier<Duration> handoverTimeout) {
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.handoverTimeout = handoverTimeout;
    }

    /** @param id of the service; the larger is the newer */
    public void add(HttpRoute route, List<RoutePattern> patterns, Set<String> methods, int ranking, long id) {
        synchronized (this) {
            List<RouteEntry> next = stillOfUse();
            for (RoutePattern pattern : patterns) {
                next.removeIf(entry -> entry.hasLeft() && entry.pattern().equals(pattern));
                next.add(RouteEntry.of(pattern, methods, route, ranking, id));
            }
            publish(next);
        }
        for (Asked who : waiting) {
            if (waiting.remove(who)) {
                who.routeCame();
            }
        }
    }

    /** Those that it was asked and has not answered are told. */
    public void remove(long id) {
        List<RouteEntry> gone = new ArrayList<>();
        synchronized (this) {
            List<RouteEntry> next = stillOfUse();
            next.stream().filter(entry -> entry.id() == id && !entry.hasLeft()).forEach(gone::add);
            next.removeAll(gone);
            for (RouteEntry entry : gone) {
                expect(next, entry.pattern(), entry.methods(), handoverTimeout.get().toNanos());
            }
            publish(next);
        }
        gone.forEach(RouteEntry::remove);
    }

    /** Another generation saw this route leave. */
    public synchronized void left(Departure departure) {
        List<RouteEntry> next = stillOfUse();
        expect(next, departure.pattern(), departure.methods(), Math.min(departure.left(), handoverTimeout.get().toNanos()));
        publish(next);
    }

    /** Routes that are waited for, for another generation. */
    public List<Departure> departures() {
        long now = nanoTime.getAsLong();
        return entries.stream().filter(entry -> entry.hasLeft() && entry.until() - now > 0)
                .map(entry -> new Departure(entry.pattern(), entry.methods(), entry.until() - now)).toList();
    }

    private void expect(List<RouteEntry> next, RoutePattern pattern, Set<String> methods, long nanos) {
        if (nanos > 0 && next.stream().noneMatch(entry -> entry.pattern().equals(pattern))) {
            next.add(RouteEntry.left(pattern, methods, nanoTime.getAsLong() + nanos));
        }
    }

    private List<RouteEntry> stillOfUse() {
        long now = nanoTime.getAsLong();
        List<RouteEntry> next = new ArrayList<>(entries);
        next.removeIf(entry -> entry.hasLeft() && entry.until() - now <= 0);
        return next;
    }

    private void publish(List<RouteEntry> next) {
        next.sort(RouteEntry.BEST_FIRST);
        entries = List.copyOf(next);
    }

    /** Who is told once, when a route has come. */
    public void await(Asked who) {
        waiting.add(who);
    }

    public void forget(Asked who) {
        waiting.remove(who);
    }

    public Found find(RequestTarget target, String method) {
        List<RouteEntry> all = entries;
        long now = nanoTime.getAsLong();
        boolean known = false;
        for (RouteEntry entry : all) {
            if (entry.hasLeft() && entry.until() - now <= 0 || !entry.pattern().matches(target)) {
                continue;
            }
            if (!entry.accepts(method)) {
                known = true;
            } else if (entry.hasLeft()) {
                return new Found(Found.Kind.LEFT, null, entry.pattern().match(target), "", entry.until() - now);
            } else {
                return new Found(Found.Kind.ROUTE, entry, entry.pattern().match(target), "", 0);
            }
        }
        return known ? wrongMethod(all, target, now) : unknown(all, target, method, now);
    }

    private static Found wrongMethod(List<RouteEntry> all, RequestTarget target, long now) {
        Set<String> allowed = new TreeSet<>();
        for (RouteEntry entry : all) {
            if ((!entry.hasLeft() || entry.until() - now > 0) && entry.pattern().matches(target)) {
                allowed.addAll(entry.methods());
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new Found(Found.Kind.WRONG_METHOD, null, Map.of(), String.join(", ", allowed), 0);
    }

    private Found unknown(List<RouteEntry> all, RequestTarget target, String method, long now) {
        boolean withSlash = !target.slashAtEnd() && all.stream().anyMatch(entry -> entry.accepts(method)
                && entry.pattern().matches(target.withSlash()));
        if (withSlash) {
            return Found.of(Found.Kind.WITH_SLASH);
        }
        long settling = SETTLING_NANOS - (now - begin);
        return settling > 0 ? new Found(Found.Kind.UNSETTLED, null, Map.of(), "", settling) : Found.of(Found.Kind.NOTHING);
    }
}
