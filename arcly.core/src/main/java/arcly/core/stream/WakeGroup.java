package arcly.core.stream;

import arcly.core.event.Counters;
import arcly.core.event.Faults;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of one stream that share an executor. The publisher wakes the group, not the readers: one task runs them all.
 *
 * <p>No wake is lost: the publisher moves the ring's head, then looks at the state; the task clears what is asked of it, then its
 * readers look at the head. With a full fence between the two steps on either side, one of them sees the other. The task runs on
 * one thread at a time, even if the executor has several.
 */
final class WakeGroup implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WakeGroup.class);
    private static final int SCHEDULED = 1;
    private static final int RUNNING = 2;
    private static final int EVERYBODY = 4; // frames came: all are to be run
    private static final int NEWCOMERS = 8; // somebody was armed while frames wait: only those are
    private static final VarHandle STATE;
    private static final VarHandle MEMBER = MethodHandles.arrayElementVarHandle(Cursor[].class);

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(WakeGroup.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Executor executor;
    private final Counters counters;
    private volatile int state;

    // changed under the lock of the stream's groups, read by the task without; free places are null, and a member keeps its place
    private volatile Cursor[] members = new Cursor[4];
    private int places;
    private int size;
    private List<Cursor> newcomers = new ArrayList<>(); // guarded by this

    WakeGroup(Executor executor, Counters counters) {
        this.executor = executor;
        this.counters = counters;
    }

    /** Called under the lock of the stream's groups. */
    void add(Cursor cursor) {
        if (places == members.length) {
            compact();
        }
        cursor.place = places;
        MEMBER.setVolatile(members, places++, cursor);
        size++;
    }

    /** Called under the lock of the stream's groups. @return true if the group is empty now */
    boolean remove(Cursor cursor) {
        MEMBER.setVolatile(members, cursor.place, (Cursor) null);
        size--;
        synchronized (this) {
            newcomers.remove(cursor);
        }
        if (places > 64 && size < places / 4) {
            compact();
        }
        return size == 0;
    }

    /** Into a new array, because the task may be on its way through the old one: nobody in that may move. */
    private void compact() {
        Cursor[] next = new Cursor[Math.max(4, size * 2)];
        int at = 0;
        for (Cursor cursor : members) {
            if (cursor != null) {
                cursor.place = at;
                next[at++] = cursor;
            }
        }
        places = at;
        members = next;
    }

    /** Called after the head has moved and a full fence. Any thread. */
    void wakeEverybody() {
        if ((state & EVERYBODY) == 0) {
            ask(EVERYBODY);
        }
    }

    /** Runs one reader that was armed while something waits for it already. Any thread. */
    void wake(Cursor newcomer) {
        synchronized (this) {
            newcomers.add(newcomer);
        }
        ask(NEWCOMERS);
    }

    private void ask(int what) {
        for (;;) {
            int now = state;
            if ((now & what) != 0) {
                return;
            }
            boolean idle = (now & (SCHEDULED | RUNNING)) == 0;
            if (STATE.compareAndSet(this, now, now | what | (idle ? SCHEDULED : 0))) {
                if (idle) {
                    schedule();
                }
                return;
            }
        }
    }

    private void schedule() {
        try {
            executor.execute(this);
        } catch (RuntimeException e) {
            // Its thread is gone; whoever arms its readers anew does so elsewhere.
            state = 0;
            counters.count("wake.refused");
            LOG.debug("an executor refused a wake: {}", e.toString());
        }
    }

    @Override
    public void run() {
        int work = (int) STATE.getAndSet(this, RUNNING);
        List<Cursor> fresh = List.of();
        if ((work & NEWCOMERS) != 0) {
            synchronized (this) {
                fresh = newcomers;
                newcomers = new ArrayList<>();
            }
        }
        if ((work & EVERYBODY) != 0) {
            Cursor[] all = members;
            for (int i = 0; i < all.length; i++) {
                Cursor cursor = (Cursor) MEMBER.getAcquire(all, i);
                if (cursor != null) {
                    wakeUp(cursor);
                }
            }
        } else {
            fresh.forEach(this::wakeUp);
        }
        if (!STATE.compareAndSet(this, RUNNING, 0)) {
            again();
        }
    }

    /** More came while this ran: behind whatever else waits for the executor, so that one busy stream does not hold it. */
    private void again() {
        for (;;) {
            int now = state;
            if (STATE.compareAndSet(this, now, now & ~RUNNING | SCHEDULED)) {
                schedule();
                return;
            }
        }
    }

    private void wakeUp(Cursor cursor) {
        Runnable wake = cursor.wake;
        if (wake == null || cursor.group != this) {
            return;
        }
        try {
            wake.run();
        } catch (Throwable e) { // a reader's fault, an Error of its linkage too, concerns no other reader
            counters.count("wake.faults");
            LOG.error("a reader of {} failed when woken: {}", cursor.stream().key(), Faults.text(e));
        }
    }
}
