package arcly.http.connection;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.http.message.RequestHead;
import arcly.http.route.Asked;
import arcly.http.route.RouteEntry;
import arcly.transport.Connection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request as one route has it. Asked again of another route, or by another generation, it is another exchange. */
final class Exchange implements HttpExchange, Asked {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final HttpReply TAKEN = HttpReply.status(503).build(); // stands for: this route has no say any more

    /** Made early: a route may answer an exchange whose bundle has left, and can load no classes any more. */
    private static final Nobody NOBODY = new Nobody();

    private final HttpConnection owner;
    private final Connection connection;
    private final RequestHead head;
    private final RouteEntry entry; // null while no route is asked
    private final Map<String, String> variables;
    private final RequestBody body;
    private final AtomicReference<HttpReply> outcome = new AtomicReference<>();
    private Runnable over; // guarded by this
    private boolean isOver; // guarded by this

    Exchange(HttpConnection owner, Connection connection, RequestHead head, RouteEntry entry, Map<String, String> variables,
            RequestBody body) {
        this.owner = owner;
        this.connection = connection;
        this.head = head;
        this.entry = entry;
        this.variables = variables;
        this.body = body;
    }

    // ---- of the connection, on its loop

    RequestBody body() {
        return body;
    }

    RouteEntry entry() {
        return entry;
    }

    /** The route's reply, if it has given one; otherwise null, and none counts from here on. */
    HttpReply take() {
        outcome.compareAndSet(null, TAKEN);
        HttpReply given = outcome.get();
        return given == TAKEN ? null : given;
    }

    /** Nothing is waited for any more; the route is told if it wished to be. */
    void end() {
        if (entry != null) {
            entry.answered(this);
        }
        body.close();
        Runnable told;
        synchronized (this) {
            isOver = true;
            told = over;
            over = null;
        }
        if (told != null) {
            try {
                told.run();
            } catch (RuntimeException fault) {
                LOG.error("Route {}: its callback failed: {}", entry == null ? "" : entry.pattern(), FaultText.of(fault));
            }
        }
    }

    // ---- of the routes

    @Override
    public void routeLeft() {
        connection.loop().execute(() -> owner.routeLeft(this));
    }

    @Override
    public void routeCame() {
        connection.loop().execute(() -> owner.routeCame(this));
    }

    // ---- the contract

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.target().path();
    }

    @Override
    public String variable(String name) {
        return variables.get(name);
    }

    @Override
    public Optional<String> query(String name) {
        return head.target().query(name);
    }

    @Override
    public String rawQuery() {
        return head.target().rawQuery();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().get(name));
    }

    @Override
    public List<String> headers(String name) {
        return head.headers().getAll(name);
    }

    @Override
    public InetSocketAddress peer() {
        return connection.remoteAddress();
    }

    @Override
    public boolean isSecure() {
        return false; // until the transport listens with TLS
    }

    @Override
    public boolean isForwarded() {
        return head.isForwarded(connection.localAddress());
    }

    @Override
    public Executor executor() {
        return connection.loop();
    }

    @Override
    public Flow.Publisher<ByteBuffer> body(long limit) {
        return subscriber -> connection.loop().execute(() -> owner.guarded(() -> body.subscribe(subscriber, limit)));
    }

    @Override
    public boolean reply(HttpReply reply) {
        if (!outcome.compareAndSet(null, reply)) {
            discard(reply.body());
            return false;
        }
        if (connection.loop().inEventLoop()) {
            owner.answered(this);
        } else {
            connection.loop().execute(() -> owner.answered(this));
        }
        return true;
    }

    @Override
    public void arm(Runnable told) {
        boolean now;
        synchronized (this) {
            now = isOver;
            over = now ? null : told;
        }
        if (now) {
            connection.loop().execute(told);
        }
    }

    @Override
    public synchronized void disarm() {
        over = null;
    }

    /** Lets the publisher of a body that nobody will read know. */
    static void discard(Body unread) {
        if (unread.stream() != null) {
            unread.stream().subscribe(NOBODY);
        }
    }

    /** Cancels whatever it is subscribed to. */
    private static final class Nobody implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(ByteBuffer item) {
            // not wanted
        }

        @Override
        public void onError(Throwable thrown) {
            // not of interest
        }

        @Override
        public void onComplete() {
            // so be it
        }
    }
}
