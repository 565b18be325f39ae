package arcly.core.stream;

import arcly.core.event.Counters;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** Who is to be woken when a stream has something new, by executor. */
final class WakeGroups {
    private static final WakeGroup[] NONE = {};

    private final Counters counters;
    private volatile WakeGroup[] groups = NONE; // replaced under the lock, never changed

    WakeGroups(Counters counters) {
        this.counters = counters;
    }

    /** What was written before this call is seen by every reader that this call wakes. Costs a look at each group. */
    void wake() {
        VarHandle.fullFence();
        for (WakeGroup group : groups) {
            group.wakeEverybody();
        }
    }

    void arm(Cursor cursor, Executor executor, Runnable wake) {
        WakeGroup group;
        synchronized (this) {
            disarm(cursor);
            group = groupOf(executor);
            cursor.wake = wake;
            cursor.group = group;
            group.add(cursor);
        }
        VarHandle.fullFence(); // the other half of wake(): now either the publisher sees the reader or this sees its frame
        if (cursor.hasSomething()) {
            group.wake(cursor);
        }
    }

    /** Runs one reader, if it is armed. */
    void wake(Cursor cursor) {
        WakeGroup group;
        synchronized (this) {
            group = cursor.group;
        }
        if (group != null) {
            group.wake(cursor);
        }
    }

    /** When this returns, neither the wake nor, unless others share it, the executor is referenced from here. */
    synchronized void disarm(Cursor cursor) {
        WakeGroup group = cursor.group;
        if (group != null) {
            cursor.wake = null;
            cursor.group = null;
            if (group.remove(cursor)) {
                groups = Arrays.stream(groups).filter(other -> other != group).toArray(WakeGroup[]::new);
            }
        }
    }

    private WakeGroup groupOf(Executor executor) {
        for (WakeGroup group : groups) {
            if (group.executor == executor) {
                return group;
            }
        }
        WakeGroup group = new WakeGroup(executor, counters);
        WakeGroup[] more = Arrays.copyOf(groups, groups.length + 1);
        more[more.length - 1] = group;
        groups = more;
        return group;
    }

    /** Executors that would be woken. */
    int size() {
        return groups.length;
    }
}
