package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationListener;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One publisher's right to write, which moves by compare-and-set of {@link #gate}: whoever writes is inside; whoever takes the
 * right away marks it, and if the holder is inside just then, what was to follow is done by the holder as it leaves. Nobody
 * waits.
 */
public final class Claim implements Publication {
    // the gate
    private static final int OPEN = 0;
    private static final int INSIDE = 1;
    private static final int REVOKED = 2;
    private static final int SHUT = 4; // granted later, or on standby
    private static final VarHandle GATE;

    static {
        try {
            GATE = MethodHandles.lookup().findVarHandle(Claim.class, "gate", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HostedStream stream;
    private final Holder holder;
    private final long bitrateLimit;
    private final Signals signals = new Signals();
    private volatile int gate = SHUT;
    private volatile CloseReason end;
    private volatile long since;
    private List<Runnable> departure = new ArrayList<>(); // guarded by this; null once it is gone
    private final Consumer<Claim> whenGranted;

    // what a publisher on standby has said already; both guarded by the latter
    private TrackTable declaredBefore;
    private final Metadata metadataBefore = new Metadata();

    /**
     * @param bitrateLimit bits per second over ten seconds; 0 for none
     * @param now by the kernel's nanosecond clock
     * @param whenGranted told once or more, as soon as the publisher may have this
     */
    Claim(HostedStream stream, Holder holder, long bitrateLimit, long now, Consumer<Claim> whenGranted) {
        since = now;
        this.whenGranted = whenGranted;
        this.stream = stream;
        this.holder = holder;
        this.bitrateLimit = bitrateLimit;
        if (bitrateLimit > 0) {
            signals.limited(bitrateLimit);
        }
    }

    // ---- the publisher's side

    @Override
    public StreamKey key() {
        return stream.key();
    }

    @Override
    public LiveStream stream() {
        return stream;
    }

    @Override
    public Result publish(Frame frame) {
        if (!enter()) {
            return (gate & REVOKED) != 0 ? Result.GONE : Result.REFUSED;
        }
        boolean accepted;
        try {
            accepted = stream.write(frame);
        } finally {
            leave();
        }
        if (!accepted) {
            return Result.REFUSED;
        }
        stream.wakes().wake();
        return Result.ACCEPTED;
    }

    @Override
    public void declare(List<Track> tracks, boolean complete) {
        TrackTable table = TrackTable.of(tracks, complete);
        boolean said = say(() -> stream.declare(table), () -> declaredBefore = table);
        if (!said) {
            throw new StreamException(Reason.GONE, "this publication of " + key() + " has ended: " + end);
        }
        stream.tellReady();
    }

    @Override
    public void metadata(String name, Object value) {
        say(() -> stream.putMetadata(name, value), () -> metadataBefore.put(name, value));
    }

    /** Says something to the stream, or on standby keeps it until it may. @return false if this has ended */
    private boolean say(Runnable now, Runnable later) {
        while (!enter()) {
            synchronized (metadataBefore) {
                if (gate == SHUT) {
                    later.run();
                    return true;
                }
            }
            if ((gate & REVOKED) != 0) {
                return false;
            }
        }
        try {
            now.run();
        } finally {
            leave();
        }
        return true;
    }

    @Override
    public void suspend(CloseReason reason) {
        leaveStream(reason, true);
    }

    @Override
    public void close(CloseReason reason) {
        leaveStream(reason, false);
    }

    private void leaveStream(CloseReason reason, boolean mayReturn) {
        if (finish(reason)) {
            whenGone(() -> stream.publisherLeft(this, reason, mayReturn));
        }
    }

    @Override
    public boolean isEnded() {
        return end != null;
    }

    @Override
    public CloseReason endReason() {
        return end;
    }

    @Override
    public void arm(Executor executor, PublicationListener listener) {
        signals.arm(executor, listener);
    }

    @Override
    public void disarm() {
        signals.disarm();
    }

    // ---- the gate

    private boolean enter() {
        if (GATE.compareAndSet(this, OPEN, INSIDE)) {
            return true;
        }
        if (gate == INSIDE) {
            throw new IllegalStateException("two threads write to one publication of " + key());
        }
        return false;
    }

    private void leave() {
        if (!GATE.compareAndSet(this, INSIDE, OPEN)) {
            gate = REVOKED;
            depart();
        }
    }

    /** Takes the right away for good and tells the publisher. @return false if it was taken before */
    boolean finish(CloseReason reason) {
        synchronized (this) {
            if (end != null) {
                return false;
            }
            end = reason;
        }
        for (;;) {
            int now = gate;
            if (GATE.compareAndSet(this, now, now & INSIDE | REVOKED)) {
                if ((now & INSIDE) == 0) {
                    depart();
                }
                break;
            }
        }
        signals.ended(reason);
        return true;
    }

    private void depart() {
        List<Runnable> next;
        synchronized (this) {
            next = departure;
            departure = null;
        }
        next.forEach(Runnable::run);
    }

    /** Runs {@code then} once the right was taken away and its holder has left {@code publish}; at once if that is so. */
    void whenGone(Runnable then) {
        synchronized (this) {
            if (departure != null) {
                departure.add(then);
                return;
            }
        }
        then.run();
    }

    synchronized boolean isGone() {
        return departure == null;
    }

    /**
     * Lets the publisher write, from now on, and says what it has said on standby. Called when nobody else may write.
     *
     * @return false if it has ended
     */
    boolean admit(long now) {
        synchronized (metadataBefore) {
            if (gate != SHUT) {
                return false;
            }
            since = now;
            if (declaredBefore != null) {
                stream.declare(declaredBefore);
                declaredBefore = null;
            }
            metadataBefore.values().forEach(this::sayLate);
            return GATE.compareAndSet(this, SHUT, OPEN);
        }
    }

    private void sayLate(String name, Object value) {
        try {
            stream.putMetadata(name, value);
        } catch (StreamException e) {
            // What fitted alone is too much with what the former publisher said. It is counted, and the stream goes on without.
        }
    }

    /** Tells whoever asked that this is theirs: it writes, or is on standby. */
    void granted() {
        whenGranted.accept(this);
    }

    // ---- what the stream asks

    Signals signals() {
        return signals;
    }

    Holder holder() {
        return holder;
    }

    /** When it was let in, by the kernel's nanosecond clock. */
    long since() {
        return since;
    }

    /** Bits per second over ten seconds; 0 for none. */
    long bitrateLimit() {
        return bitrateLimit;
    }
}
