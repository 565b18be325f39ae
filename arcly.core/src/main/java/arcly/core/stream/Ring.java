package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** Keeps what lies before {@link RingEdge} off its cache line. */
abstract class RingLeft {
    long l1, l2, l3, l4, l5, l6, l7;
}

/** What the writer changes with each frame and every reader looks at: one cache line of its own. */
abstract class RingEdge extends RingLeft {
    static final VarHandle HEAD;
    static final VarHandle TAIL;
    static final VarHandle NEWEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(RingEdge.class, "head", long.class);
            TAIL = lookup.findVarHandle(RingEdge.class, "tail", long.class);
            NEWEST = lookup.findVarHandle(RingEdge.class, "newestDts", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long head; // sequence number of the next frame written
    long tail; // sequence number of the oldest frame held; head if none
    long newestDts = Long.MIN_VALUE;
}

/** Keeps what lies after {@link RingEdge} off its cache line. */
abstract class RingRight extends RingEdge {
    long r1, r2, r3, r4, r5, r6, r7;
}

/**
 * One writer, any number of cursors; whoever is too slow is lapped. This is both the fan-out and the memory of the last group of
 * pictures: where one can join is the number of the newest key frame that is still held.
 *
 * <p>Bounded by frames and bytes, and with all others by a {@link RingBudget}. What is let go is cleared. Frames are immutable,
 * so a reader that is overtaken while it looks holds a newer frame, never a broken one, and only has to notice: the writer moves
 * the tail before it touches a slot, and a reader looks at the tail after it has read one.
 */
final class Ring extends RingRight {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Frame[].class);
    private static final VarHandle KEY = MethodHandles.arrayElementVarHandle(long[].class);

    private final Frame[] slots;
    private final int mask;
    private final int capacity;
    private final long mostBytes;
    private final RingBudget budget;
    // by track id; -1 while there is none
    private final long[] newestKey = new long[Track.LARGEST_ID + 1];

    // the writer's own; others read them for statistics and for lag, where being a frame off does not matter
    private final long[] before; // bytes written before the frame in that slot
    private long written;
    private long reserved;
    private long keysOutlived; // bit n: the newest key frame of track n was let go before the next one came

    /** @param frames rounded up to a power of two; the capacity is one less */
    Ring(int frames, long mostBytes, RingBudget budget) {
        int length = Integer.highestOneBit(Math.max(2, frames) - 1) << 1;
        slots = new Frame[length];
        before = new long[length];
        mask = length - 1;
        capacity = length - 1; // the writer may already be in the slot of the oldest
        this.mostBytes = mostBytes;
        this.budget = budget;
        Arrays.fill(newestKey, -1);
    }

    static int weight(Frame frame) {
        int weight = frame.payload().size();
        if (!frame.sideData().isEmpty()) {
            for (Payload part : frame.sideData().values()) {
                weight += part.size();
            }
        }
        return weight;
    }

    boolean holds(int weight) {
        return weight <= mostBytes;
    }

    /** Called by the writer only, with a weight that this ring {@link #holds}. */
    void write(Frame frame, int weight) {
        long at = head;
        long after = written + weight;
        makeRoom(at, after);
        before[(int) at & mask] = written;
        written = after;
        SLOT.setRelease(slots, (int) at & mask, frame);
        if (frame.dts() > newestDts) {
            NEWEST.setOpaque(this, frame.dts());
        }
        if (frame.isKey() && frame.track().kind() == TrackKind.VIDEO) {
            int track = frame.track().id();
            keysOutlived &= newestKey[track] < 0 || newestKey[track] >= tail ? ~(1L << track) : -1L;
            KEY.setRelease(newestKey, track, at); // before the head: whoever has seen the frame finds it here
        }
        HEAD.setRelease(this, at + 1);
    }

    private void makeRoom(long at, long after) {
        long oldest = tail;
        while (oldest < at && (at - oldest >= capacity || after - before[(int) oldest & mask] > mostBytes)) {
            oldest++;
        }
        long held = heldFrom(oldest, at, after);
        while (held > reserved) {
            long more = RingBudget.pieces(held - reserved);
            if (budget.take(more)) {
                reserved += more;
            } else if (oldest < at) {
                oldest++; // all rings together are full: this one lives with what it has
                held = heldFrom(oldest, at, after);
            } else {
                budget.takeAnyway(held - reserved); // and with one frame at the least
                reserved = held;
            }
        }
        if (oldest != tail) {
            letGo(oldest);
        }
        long spare = reserved - held;
        if (spare >= RingBudget.MOST_SPARE) {
            // One piece is kept, so that this does not happen again before a piece's worth of bytes has come and gone.
            budget.giveBack(spare - RingBudget.PIECE);
            reserved -= spare - RingBudget.PIECE;
        }
    }

    /** Bytes from that frame to the end of the one that is being written. */
    private long heldFrom(long oldest, long at, long after) {
        return after - (oldest < at ? before[(int) oldest & mask] : written);
    }

    private void letGo(long upTo) {
        long from = tail;
        TAIL.setRelease(this, upTo);
        for (long at = from; at < upTo; at++) {
            int slot = (int) at & mask;
            Frame frame = slots[slot];
            if (frame.isKey() && frame.track().kind() == TrackKind.VIDEO && newestKey[frame.track().id()] == at) {
                keysOutlived |= 1L << frame.track().id();
            }
            SLOT.setRelease(slots, slot, (Frame) null);
        }
    }

    /** The frame of that number; null before it is written and once it is let go. */
    Frame at(long sequence) {
        Frame frame = (Frame) SLOT.getAcquire(slots, (int) sequence & mask);
        return sequence >= tail() && sequence < head() ? frame : null;
    }

    /** As {@link #at}, for a number that is known to be written. */
    Frame written(long sequence) {
        Frame frame = (Frame) SLOT.getAcquire(slots, (int) sequence & mask);
        return sequence >= tail() ? frame : null;
    }

    long head() {
        return (long) HEAD.getAcquire(this);
    }

    long tail() {
        return (long) TAIL.getAcquire(this);
    }

    /** Largest decode time written; {@link Long#MIN_VALUE} before the first frame. */
    long newestDts() {
        return (long) NEWEST.getOpaque(this);
    }

    /**
     * Number of the newest key frame of a track that is still held, or -1. None is missed that lies before a {@link #head} which
     * was read earlier; the one at the head may be told already, a moment before it can be read.
     */
    long newestKey(int track) {
        for (;;) {
            long key = (long) KEY.getAcquire(newestKey, track);
            if (key < 0 || key >= tail()) {
                return key;
            }
            if (key == (long) KEY.getAcquire(newestKey, track)) {
                return -1; // let go, and no newer one came meanwhile
            }
        }
    }

    /** True if the track had its chance: for longer than {@code nanos} of media others came, and never a key frame of it. */
    boolean hasNoKey(int track, long nanos) {
        if ((long) KEY.getAcquire(newestKey, track) >= 0) {
            return false;
        }
        Frame oldest = at(tail());
        return oldest != null && newestDts() - oldest.dts() > nanos;
    }

    /** Bit n: the last group of pictures of video track n did not fit, or the present one does not. */
    long keysOutlived() {
        return keysOutlived;
    }

    /** Bytes from that frame, which should be held, to the live edge. */
    long bytesFrom(long sequence) {
        return sequence >= head() ? 0 : Math.max(0, written - before[(int) sequence & mask]);
    }

    int frames() {
        return (int) Math.max(0, head() - tail());
    }

    long bytes() {
        return bytesFrom(tail());
    }

    /** The stream is over and read: forgets all frames. Called when nobody writes any more. */
    void release() {
        letGo(head);
        budget.giveBack(reserved);
        reserved = 0;
    }
}
