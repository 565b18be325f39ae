package arcly.core.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What every poll and every wake touches, together and first in the object: a thousand readers are woken for each frame. */
abstract class CursorEdge {
    static final VarHandle POSITION;
    static final VarHandle SEQUENCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSITION = lookup.findVarHandle(CursorEdge.class, "position", long.class);
            SEQUENCE = lookup.findVarHandle(CursorEdge.class, "sequence", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Ring ring;
    long position; // sequence number of the next frame to look at
    long limit; // up to here without a look at the budget
    long open; // bit n: frames of track n are given out
    long sequence = -1;
    long lastDts;
    // set by WakeGroups
    volatile Runnable wake;
    WakeGroup group;

    CursorEdge(Ring ring) {
        this.ring = ring;
    }
}
