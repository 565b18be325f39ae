package arcly.http.connection;

import arcly.api.http.Body;
import arcly.api.http.HttpException;
import arcly.api.http.HttpReply;
import arcly.http.message.RequestHead;
import arcly.http.page.ErrorPage;
import arcly.http.reply.LoopStore;
import arcly.http.reply.ReplyHead;
import arcly.http.reply.ReplyHead.Framing;
import arcly.http.reply.ReplyPlan;
import arcly.http.route.Found;
import arcly.transport.Connection;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request to its route and the route's reply into wire form. On the loop. */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
    private static final int HEAD_BYTES = 1024;
    /** Of what came before the next request could be asked again. */
    private static final String RETRY_SECONDS = "1";

    private final HttpConnection owner;
    private final Connection connection;
    private final HttpContext context;
    private Exchange exchange; // null while nobody is asked
    private boolean routeIsExpected;
    private boolean settling;
    private String done = ""; // for the access log
    private int status;
    private long askedAt;

    Answering(HttpConnection owner, Connection connection, HttpContext context) {
        this.owner = owner;
        this.connection = connection;
        this.context = context;
    }

    // ---- asking

    /** Asks the route that there is now. Its answer may come before this returns. */
    void ask(Request request) {
        RequestHead head = request.head();
        endExchange();
        done = head.method() + ' ' + head.rawTarget();
        askedAt = context.nanoTime().getAsLong();
        owner.answerTimeBegins();
        RequestBody read = new RequestBody(owner, request.body(), owner.settings().bodyBytes(), connection.loop());
        if (head.length() > owner.settings().bodyBytes()) {
            refuse(new HttpException(413, "the body is longer than " + owner.settings().bodyBytes() + " bytes"), true, head);
            return;
        }
        if (head.target() == null) {
            owner.send(HttpReply.status(204).header("Allow", "GET, HEAD, OPTIONS").build());
            return;
        }
        Found found = context.routes().find(head.target(), head.method());
        routeIsExpected = found.kind() == Found.Kind.LEFT;
        settling = found.kind() == Found.Kind.UNSETTLED;
        exchange = new Exchange(owner, connection, head, found.entry(), found.variables(), read);
        switch (found.kind()) {
            case ROUTE -> handle(head);
            case LEFT, UNSETTLED -> {
                owner.waitAtMost(found.expectedFor());
                context.routes().await(exchange);
                if (context.routes().find(head.target(), head.method()).kind() == Found.Kind.ROUTE) {
                    exchange.routeCame(); // it came between the two looks
                }
            }
            case WITH_SLASH -> redirect(head);
            case WRONG_METHOD -> wrongMethod(head, found.allow());
            default -> refuse(new HttpException(404, "Nothing is served at " + head.target().path()), false, head);
        }
    }

    private void handle(RequestHead head) {
        Exchange asked = exchange;
        try {
            asked.entry().route().handle(asked);
        } catch (HttpException refused) {
            asked.reply(ErrorPage.of(refused.status(), refused.getMessage(), accept(head)).build());
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("Route {} ({}) failed at {}: {}", asked.entry().pattern(), asked.entry().route().getClass().getName(), done,
                    FaultText.of(fault));
            asked.reply(ErrorPage.of(500, "The route failed; the server's log says why.", accept(head)).build());
        }
        if (exchange == asked) { // it answers later
            asked.entry().asked(asked);
        }
    }

    private void redirect(RequestHead head) {
        String query = head.target().rawQuery();
        String path = head.rawTarget().split("\\?", 2)[0];
        exchange.reply(ErrorPage.of(301, "It is at " + head.target().path() + "/", accept(head))
                .header("Location", path + '/' + (query.isEmpty() ? "" : '?' + query)).build());
    }

    private void wrongMethod(RequestHead head, String allow) {
        if (!head.method().equals("OPTIONS")) {
            exchange.reply(ErrorPage.of(405, head.target().path() + " takes " + allow, accept(head)).header("Allow", allow)
                    .build());
            return;
        }
        HttpReply.Builder reply = HttpReply.status(204).header("Allow", allow + ", OPTIONS");
        String method = head.headers().get("access-control-request-method", "");
        // pages of other sites may read, and no more
        if ((method.equals("GET") || method.equals("HEAD")) && allow.contains("GET")) {
            reply.header("Access-Control-Allow-Origin", "*").header("Access-Control-Allow-Methods", "GET, HEAD")
                    .header("Access-Control-Allow-Headers", "Range, If-None-Match, If-Modified-Since, If-Range, Cache-Control")
                    .header("Access-Control-Max-Age", "86400");
        }
        exchange.reply(reply.build());
    }

    /** There was no route, but it is too early to say so: it is looked for again. */
    boolean isSettling() {
        return settling;
    }

    boolean isCurrent(Exchange asked) {
        return exchange == asked;
    }

    boolean wantsBody() {
        return exchange != null && exchange.body().isWanted();
    }

    boolean reads(RequestBody body) {
        return exchange != null && exchange.body() == body;
    }

    void give() {
        if (exchange != null) {
            exchange.body().give();
        }
    }

    /** The reply that was given, or null: then none counts any more. Either way the exchange is over. */
    HttpReply takeReply() {
        HttpReply given = exchange.take();
        endExchange();
        return given;
    }

    /** As {@link #takeReply}, if there is an exchange. */
    HttpReply park() {
        return exchange == null ? null : takeReply();
    }

    void end() {
        if (exchange != null) {
            HttpReply unread = takeReply();
            if (unread != null) {
                Exchange.discard(unread.body());
            }
        }
    }

    private void endExchange() {
        if (exchange != null) {
            Exchange ended = exchange;
            exchange = null;
            context.routes().forget(ended);
            ended.take();
            ended.end();
        }
    }

    /** Nobody has answered. */
    void tooLate(Request request) {
        boolean bodyMissing = wantsBody();
        if (settling) {
            ask(request);
        } else if (bodyMissing) {
            refuse(new HttpException(408, "the body did not come to its end in time"), true);
        } else if (routeIsExpected) {
            refuse(new HttpException(503, "What answers here has left, and was not replaced in time."), false);
        } else {
            refuse(new HttpException(504, "No answer in time."), false);
        }
    }

    /** @param close what follows is not to be read */
    void refuse(HttpException why, boolean close) {
        refuse(why, close, null);
    }

    private void refuse(HttpException why, boolean close, RequestHead head) {
        end();
        HttpReply.Builder reply = ErrorPage.of(why.status(), why.getMessage(), head == null ? "" : accept(head));
        if (why.status() == 503) {
            reply.header("Retry-After", RETRY_SECONDS);
        }
        owner.refused(reply.build(), close);
    }

    private static String accept(RequestHead head) {
        return head.headers().get("accept", "");
    }

    // ---- replies

    /** @param head null if it could not be read */
    Sending write(HttpReply reply, RequestHead head, boolean closes) {
        endExchange();
        if (head == null) {
            return whole(reply, new ReplyPlan(reply.status(), 0, reply.body().length(), false, "", false), true, false, false,
                    true);
        }
        ReplyPlan plan = ReplyPlan.of(head, reply, owner.settings().gzipBytes());
        Body body = reply.body();
        boolean sameBody = plan.status() != 304 && plan.status() != 416;
        if (!sameBody) {
            Exchange.discard(body);
            return whole(reply, plan, false, head.isGet(), head.isHttp10(), closes);
        }
        if (body.stream() != null) {
            return stream(reply, plan, head, closes);
        }
        if (body.file() != null) {
            return file(reply, plan, head, closes);
        }
        return whole(reply, plan, !head.isHead(), head.isGet(), head.isHttp10(), closes);
    }

    private Sending stream(HttpReply reply, ReplyPlan plan, RequestHead head, boolean closes) {
        boolean chunked = !head.isHttp10();
        boolean close = closes || !chunked && !head.isHead();
        head(reply, plan, head.isGet(), chunked ? Framing.CHUNKED : Framing.CLOSE, -1, false, head.isHttp10(), close);
        if (head.isHead()) {
            Exchange.discard(reply.body());
            return new Sending(null, close);
        }
        return new Sending(StreamOut.start(owner, connection, reply.body().stream(), chunked), close);
    }

    private Sending file(HttpReply reply, ReplyPlan plan, RequestHead head, boolean closes) {
        Body body = reply.body();
        FileOut out;
        try {
            out = FileOut.open(owner, connection, body.file(), body.from() + plan.from(), plan.length());
        } catch (HttpException absent) {
            return write(ErrorPage.of(absent.status(), absent.getMessage(), accept(head)).build(), head, closes);
        }
        head(reply, plan, head.isGet(), Framing.LENGTH, plan.length(), false, head.isHttp10(), closes);
        if (head.isHead()) {
            out.cancel();
            return new Sending(null, closes);
        }
        return new Sending(out, closes);
    }

    private Sending whole(HttpReply reply, ReplyPlan plan, boolean withBody, boolean isGet, boolean http10, boolean closes) {
        LoopStore store = context.stores().of(connection.loop());
        Body body = reply.body();
        boolean noContent = plan.status() == 204 || plan.status() == 304 || plan.status() == 416;
        ByteBuf compressed = plan.gzip() ? store.gzip(body, connection.allocator()) : null;
        long length = noContent ? 0 : compressed != null ? compressed.readableBytes() : plan.length();
        Framing framing = plan.status() == 204 || plan.status() == 304 ? Framing.NONE : Framing.LENGTH;
        head(reply, plan, isGet, framing, length, compressed != null, http10, closes);
        if (!withBody || noContent || length == 0) {
            if (compressed != null) {
                compressed.release();
            }
        } else {
            ByteBuf content = compressed != null ? compressed : store.plain(body, connection.allocator());
            boolean part = compressed == null && plan.length() != body.length();
            owner.write(part ? content.slice(content.readerIndex() + (int) plan.from(), (int) plan.length()) : content);
        }
        return new Sending(null, closes);
    }

    private void head(HttpReply reply, ReplyPlan plan, boolean isGet, Framing framing, long length, boolean gzip, boolean http10,
            boolean closes) {
        status = plan.status();
        LoopStore store = context.stores().of(connection.loop());
        String connectionHeader = closes ? "close" : http10 ? "keep-alive" : "";
        boolean usual = isGet && status == 200 && framing == Framing.LENGTH && connectionHeader.isEmpty();
        ByteBuf out = usual ? store.head(reply, gzip) : null;
        if (out == null) {
            out = connection.allocator().buffer(HEAD_BYTES);
            ReplyHead.write(out, reply, plan, store.date(), isGet, framing, length, gzip, connectionHeader);
            if (usual) {
                store.keepHead(reply, gzip, out);
            }
        }
        owner.write(out);
    }

    /** One line for each request, once its reply is written. */
    void log() {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} {} in {} us", connection.remoteAddress(), done.isEmpty() ? "-" : done, status,
                    done.isEmpty() ? 0 : (context.nanoTime().getAsLong() - askedAt) / 1000);
        }
    }
}
