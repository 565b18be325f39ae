package arcly.transport.handover;

import arcly.api.stream.CloseReason;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is handed over as one: connections, and the listening sockets or the target that they come from. Outlives those
 * who serve it.
 *
 * <p>Generations stand in a row in the order in which they came; the last one serves. If it leaves, the one before it
 * serves again; if none is left, the connections are parked until somebody comes or the time is over. Every change is the
 * same movement: each connection is told, on its own loop, to follow whoever serves now. Any thread; nothing of a bundle
 * is called here.
 */
public abstract class Holding {
    private static final Logger log = LoggerFactory.getLogger(Holding.class);
    private static final long LONGEST_WAIT_MILLIS = 3_000; // a framework that stops a bundle waits with us

    private final HandoverTerms terms;
    private final Set<Held> held = ConcurrentHashMap.newKeySet();

    // guarded by this
    private final List<Tenure> tenures = new ArrayList<>(2);
    private HoldingKey key;
    private Handover running;
    private ScheduledFuture<?> timeout;
    private long parkedAt;
    private boolean finished;

    private volatile Tenure current;

    protected Holding(HoldingKey key, HandoverTerms terms) {
        this.key = key;
        this.terms = terms;
    }

    public final synchronized HoldingKey key() {
        return key;
    }

    /** Who serves now; null while parked. */
    public final Tenure current() {
        return current;
    }

    public final Set<Held> held() {
        return held;
    }

    /** To be called before {@link #current()} is read for the first time: so that no change is missed. */
    public final void add(Held connection) {
        held.add(connection);
    }

    public final void remove(Held connection) {
        held.remove(connection);
        removed(connection);
    }

    public final synchronized boolean isParked() {
        return current == null && !finished;
    }

    public final synchronized boolean isFinished() {
        return finished;
    }

    /** True if a connection or listener may go on: somebody serves, and nobody is being moved. */
    public final synchronized boolean isSettled() {
        return current != null && running == null && !finished;
    }

    /** True if a generation other than {@code owner}'s serves, or none does. */
    public final boolean isOpenTo(Object owner) {
        Tenure serving = current;
        return serving == null || serving.owner() != owner;
    }

    /**
     * The newcomer serves from now on: takes over from whoever serves, or adopts what is parked.
     *
     * @param as under which key; another than before if a foreign bundle inherits
     * @return false if this holding is finished: the newcomer needs one of its own
     */
    public final boolean enter(Tenure newcomer, HoldingKey as) {
        boolean inherits;
        boolean takeover;
        synchronized (this) {
            if (finished) {
                return false;
            }
            key = as;
            takeover = current != null;
            inherits = (takeover || parkedAt != 0) && isWorthKeeping();
            stopTimeout();
            tenures.add(newcomer);
            current = newcomer;
        }
        move(takeover, inherits);
        return true;
    }

    /**
     * A generation goes. Waits until none of its connections is served by it any more, at most 3 s, and never on a loop.
     *
     * @param forGood null: parks what nobody else serves; otherwise the reason with which it is closed
     */
    public final void leave(Tenure leaver, CloseReason forGood) {
        boolean served;
        boolean moved;
        synchronized (this) {
            if (!tenures.remove(leaver)) {
                return;
            }
            moved = current == leaver;
            if (moved) {
                current = tenures.isEmpty() ? null : tenures.get(tenures.size() - 1);
            }
            served = current != null;
        }
        leaver.shut();
        if (moved && !served && (forGood != null || isFinished() || !isWorthKeeping())) {
            finish(forGood != null ? forGood : CloseReason.SHUTDOWN);
        } else if (moved) {
            if (!served) {
                startTimeout();
                log.info("{} of {} parked: {} connections wait {} s for a successor", key().protocol(), key().symbolicName(),
                        held.size(), TimeUnit.NANOSECONDS.toSeconds(terms.timeoutNanos()));
            }
            move(true, served);
        }
        if (!terms.isLoopThread() && !leaver.awaitEmpty(LONGEST_WAIT_MILLIS)) {
            log.warn("{} of {}: {} connections have not left after {} ms", key().protocol(), key().symbolicName(),
                    leaver.aboard(), LONGEST_WAIT_MILLIS);
        }
    }

    /** Closes everything for good. What serves it still says goodbye by itself. */
    public final void finish(CloseReason reason) {
        takeNoMore();
        abandon(reason);
    }

    private void abandon(CloseReason reason) {
        for (Held connection : held) {
            connection.loop().execute(() -> connection.abandon(reason));
        }
    }

    /** Takes nothing in any more; whoever serves the connections is asked to say goodbye. */
    public final void drain(CloseReason reason) {
        takeNoMore();
        for (Held connection : held) {
            connection.loop().execute(() -> connection.drain(reason));
        }
    }

    private void takeNoMore() {
        synchronized (this) {
            stopTimeout();
            if (finished) {
                return;
            }
            finished = true;
        }
        finished();
    }

    private void move(boolean takeover, boolean counts) {
        List<Held> all = List.copyOf(held);
        HoldingKey whose = key();
        Handover handover = new Handover(takeover, all.size() + 1, done -> {
            boolean settled;
            synchronized (this) {
                settled = running == done;
                if (settled) {
                    running = null;
                }
            }
            if (counts) {
                terms.book().write(whose, done);
            }
            if (settled) {
                changed();
            }
        });
        synchronized (this) {
            running = handover;
        }
        changed();
        for (Held connection : all) {
            connection.loop().execute(() -> connection.follow(handover));
        }
        handover.passed(); // stands for the loop above: a hand-over without connections is over at once
    }

    private synchronized void startTimeout() {
        parkedAt = System.nanoTime();
        timeout = terms.loop().schedule(this::nobodyCame, terms.timeoutNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        parkedAt = 0;
    }

    private void nobodyCame() {
        long pause;
        synchronized (this) {
            if (current != null || finished) {
                return;
            }
            pause = System.nanoTime() - parkedAt;
            stopTimeout();
            finished = true; // in this very step: whoever enters now makes a holding of its own
        }
        terms.book().writeNobodyCame(key(), held.size(), pause);
        finished();
        abandon(CloseReason.PROVIDER_GONE);
    }

    /** Who serves, or whether it is settled, has changed: sockets open or close their gate. Without lock. */
    protected abstract void changed();

    /** Nothing is taken in any more: sockets close, and the transport forgets this holding. Without lock. */
    protected abstract void finished();

    protected abstract void removed(Held connection);

    /** False: there is nothing that the next generation could want. */
    protected abstract boolean isWorthKeeping();
}
