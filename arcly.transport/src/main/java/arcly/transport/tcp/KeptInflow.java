package arcly.transport.tcp;

import arcly.transport.Inflow;
import arcly.transport.handover.Fault;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** The transport's side of a publisher: signals come on any thread, everything else is on the loop. */
final class KeptInflow implements Inflow, Flow.Subscriber<ByteBuffer> {
    private final EventLoop loop;
    private final Runnable cancelled;
    private final ConcurrentLinkedQueue<ByteBuffer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Flow.Subscription subscription;
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile String failure = "";
    private Runnable changed;

    /** @param cancelled lets go of this object */
    KeptInflow(EventLoop loop, Runnable cancelled) {
        this.loop = loop;
        this.cancelled = cancelled;
    }

    // ---- the publisher's side

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (subscription != null || closed) {
            given.cancel();
            return;
        }
        subscription = given;
        given.request(MOST_WAITING);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        waiting.add(bytes.asReadOnlyBuffer());
        wake();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = Fault.text(thrown);
        onComplete();
    }

    @Override
    public void onComplete() {
        complete = true;
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(this::tell);
        }
    }

    private void tell() {
        woken.set(false);
        if (changed != null && !closed) {
            changed.run();
        }
    }

    // ---- the connection's side

    @Override
    public void arm(Runnable told) {
        changed = Objects.requireNonNull(told, "changed");
        if (complete || !waiting.isEmpty()) {
            wake();
        }
    }

    @Override
    public void disarm() {
        changed = null;
    }

    @Override
    public ByteBuffer poll() {
        ByteBuffer next = closed ? null : waiting.poll();
        if (next != null && !complete) {
            subscription.request(1);
        }
        return next;
    }

    @Override
    public boolean isEnded() {
        return closed || complete && waiting.isEmpty();
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public void cancel() {
        if (closed) {
            return;
        }
        closed = true;
        changed = null;
        Flow.Subscription given = subscription;
        if (given != null && !complete) {
            given.cancel();
        }
        waiting.clear();
        cancelled.run();
    }
}
