package arcly.hls.viewer;

import arcly.api.access.Proof;
import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.hls.window.View;
import arcly.hls.window.Windows;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One viewer at the door: asks the kernel, waits for a first segment, and hands out the multivariant playlist with the
 * viewer's ticket in its addresses. Everything runs on the exchange's executor.
 */
final class Entrance {
    private static final String BEARER = "bearer ";
    private static final int LONGEST_AGENT = 200;

    private final HlsContext context;
    private final HttpExchange exchange;
    private final ClientSession session;
    private final boolean proven;
    private Answer<LiveStream> answer;
    private Windows.Waiting waiting;
    private Future<?> timer;
    private boolean over;

    private Entrance(HlsContext context, HttpExchange exchange, StreamKey stream) {
        this.context = context;
        this.exchange = exchange;
        SessionRequest.Builder request = SessionRequest.viewer(Viewers.PROTOCOL, stream).peer(exchange.peer())
                .forwarded(exchange.isForwarded());
        exchange.header("user-agent").ifPresent(agent ->
                request.attribute("agent", agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent));
        String key = exchange.query("key").orElse("");
        if (!key.isEmpty()) {
            request.proof(Proof.plain("", key));
        }
        String authorization = exchange.header("authorization").orElse("");
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (bearer) {
            request.proof(Proof.bearer(authorization.substring(BEARER.length()).trim()));
        }
        proven = bearer || !key.isEmpty();
        session = context.sessions().open(request.build());
    }

    static void open(HlsContext context, HttpExchange exchange, StreamKey stream) {
        try {
            new Entrance(context, exchange, stream).ask();
        } catch (StreamException e) {
            exchange.reply(Replies.refusal(503, e.getMessage()));
        }
    }

    private void ask() {
        exchange.arm(this::left);
        answer = session.play(context.streamWait());
        answer.arm(exchange.executor(), this::decided);
    }

    private void decided() {
        if (over) {
            return;
        }
        try {
            answer.get();
        } catch (StreamException e) {
            refuse(e.reason() == StreamException.Reason.DENIED ? denied(e) : Replies.refusal(status(e), e.getMessage()),
                    CloseReason.LEFT.because(e.getMessage()));
            return;
        }
        waiting = context.windows().whenPlayable(session.stream(), view -> onExchange(() -> playable(view)));
        if (waiting != null) {
            timer = context.timers().schedule(() -> onExchange(this::tooLate), context.segmentWait().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private HttpReply denied(StreamException e) {
        return proven ? Replies.refusal(403, e.getMessage()) : Replies.challenge(e.getMessage());
    }

    private static int status(StreamException e) {
        return switch (e.reason()) {
            case NOT_FOUND, MALFORMED, GONE -> 404;
            default -> 503;
        };
    }

    private void onExchange(Runnable task) {
        try {
            exchange.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // its loop is gone, and the exchange with it
        }
    }

    private void playable(View view) {
        if (over) {
            return;
        }
        over = true;
        cancel();
        String ticket = context.viewers().add(session);
        String text = view.multivariant("~" + ticket + "/");
        HttpReply reply = HttpReply.ok("application/vnd.apple.mpegurl", Body.of(text)).header("cache-control", "no-store")
                .build();
        if (exchange.reply(reply)) {
            session.transferred(0, reply.body().length());
        }
    }

    private void tooLate() {
        if (!over) {
            refuse(Replies.refusal(404, session.stream() + " is live, but not to be had as HLS, or not yet"),
                    CloseReason.LEFT.because("no segment came in time"));
        }
    }

    private void refuse(HttpReply reply, CloseReason reason) {
        over = true;
        cancel();
        session.end(reason);
        exchange.reply(reply);
    }

    /** The client does not wait any more, or this bundle goes: then its successor is asked. */
    private void left() {
        if (!over) {
            over = true;
            cancel();
            session.end(CloseReason.LEFT);
        }
    }

    private void cancel() {
        answer.disarm();
        if (waiting != null) {
            waiting.cancel();
        }
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
