package arcly.http.connection;

import arcly.api.http.HttpException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** A request's body as one route reads it, from its beginning. On the loop but for the subscription's two methods. */
final class RequestBody implements Flow.Subscription {
    private final HttpConnection owner;
    private final ReceivedBody received;
    private final long mostBytes;
    private final Executor loop;
    private Flow.Subscriber<? super ByteBuffer> subscriber;
    private boolean subscribed;
    private long limit;
    private long demand;
    private int next;
    private long given;
    private boolean giving;
    private boolean closed;

    /** @param mostBytes whatever a route allows */
    RequestBody(HttpConnection owner, ReceivedBody received, long mostBytes, Executor loop) {
        this.owner = owner;
        this.received = received;
        this.mostBytes = mostBytes;
        this.loop = loop;
    }

    void subscribe(Flow.Subscriber<? super ByteBuffer> who, long limitBytes) {
        if (subscribed || closed) {
            who.onSubscribe(this);
            who.onError(new IllegalStateException(closed ? "the exchange is over" : "a request's body is read once"));
            return;
        }
        subscribed = true;
        subscriber = who;
        limit = Math.min(limitBytes, mostBytes);
        who.onSubscribe(this);
        if (received.decoder().left() + received.size() > limit) {
            fail(tooLarge());
        } else {
            owner.bodyWanted();
        }
    }

    /** More input is needed for what the route wants. */
    boolean isWanted() {
        return subscriber != null && demand > 0 && next == received.pieces() && !received.isComplete();
    }

    /** Gives what has come, as far as it is wanted. */
    void give() {
        if (giving) {
            return; // the subscriber asks for more while it is given something
        }
        giving = true;
        while (subscriber != null && demand > 0 && next < received.pieces()) {
            byte[] piece = received.piece(next++);
            given += piece.length;
            if (given > limit) {
                fail(tooLarge());
            } else {
                demand--;
                subscriber.onNext(ByteBuffer.wrap(piece).asReadOnlyBuffer());
            }
        }
        giving = false;
        if (subscriber != null && received.isComplete() && next == received.pieces()) {
            Flow.Subscriber<? super ByteBuffer> told = subscriber;
            subscriber = null;
            told.onComplete();
        }
    }

    private HttpException tooLarge() {
        return new HttpException(413, "the body is longer than " + limit + " bytes");
    }

    void fail(HttpException why) {
        if (subscriber != null) {
            Flow.Subscriber<? super ByteBuffer> told = subscriber;
            subscriber = null;
            told.onError(why);
            if (why.status() == 413) {
                owner.bodyRefused(this, why); // unless the route has answered by now
            }
        }
    }

    /** Nobody is given anything any more. */
    void close() {
        closed = true;
        if (subscriber != null && !received.isComplete()) {
            fail(new HttpException(400, "the body did not come to its end"));
        }
        subscriber = null;
    }

    @Override
    public void request(long count) {
        loop.execute(() -> {
            if (count <= 0 && subscriber != null) {
                Flow.Subscriber<? super ByteBuffer> told = subscriber;
                subscriber = null;
                told.onError(new IllegalArgumentException(count + " pieces are asked for; 1 and above are allowed"));
                return;
            }
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            owner.bodyWanted();
        });
    }

    @Override
    public void cancel() {
        loop.execute(() -> subscriber = null);
    }
}
