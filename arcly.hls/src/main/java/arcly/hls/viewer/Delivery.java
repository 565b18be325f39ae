package arcly.hls.viewer;

import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.hls.window.View;
import arcly.hls.window.Windows;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Answers who has a ticket: media playlists, initialisations, segments. */
final class Delivery {
    /** For a window that is on its way from one generation to the next: as long as it is kept for that. */
    private static final Duration HANDOVER = Duration.ofSeconds(10);

    private final HlsContext context;
    private final HttpExchange exchange;
    private final Viewer viewer;
    private final String file;
    private Windows.Waiting waiting;
    private Future<?> timer;

    private Delivery(HlsContext context, HttpExchange exchange, Viewer viewer, String file) {
        this.context = context;
        this.exchange = exchange;
        this.viewer = viewer;
        this.file = file;
    }

    static void answer(HlsContext context, HttpExchange exchange, String ticket, String file) {
        Viewer viewer = context.viewers().find(ticket);
        if (viewer == null) {
            exchange.reply(Replies.refusal(410, "this viewing is over; it begins anew at index.m3u8"));
            return;
        }
        viewer.asked(context.nanoTime().getAsLong());
        View view = context.windows().view(viewer.stream());
        Delivery delivery = new Delivery(context, exchange, viewer, file);
        if (view != null) {
            delivery.give(view);
        } else {
            delivery.await();
        }
    }

    private void await() {
        exchange.arm(this::cancel);
        waiting = context.windows().whenPlayable(viewer.stream(), view -> onExchange(() -> {
            cancel();
            give(view);
        }));
        if (waiting != null) {
            timer = context.timers().schedule(() -> onExchange(this::nothing), HANDOVER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void onExchange(Runnable task) {
        try {
            exchange.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // its loop is gone, and the exchange with it
        }
    }

    private void cancel() {
        if (waiting != null) {
            waiting.cancel();
        }
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void give(View view) {
        HttpReply reply = view.file(file);
        if (reply == null) {
            nothing();
        } else if (exchange.reply(reply)) {
            viewer.sent(reply.body().length());
        }
    }

    private void nothing() {
        cancel();
        exchange.reply(Replies.refusal(404, "there is no such file, or not any more"));
    }
}
