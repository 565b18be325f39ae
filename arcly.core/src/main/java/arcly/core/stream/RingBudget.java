package arcly.core.stream;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The bytes that all rings together may hold. Rings take and give back in pieces, so this is not touched for each frame; what is
 * taken is more than what they hold by less than {@link #MOST_SPARE} a ring.
 */
public final class RingBudget {
    /** What a new ring must find free: less would not hold one key frame of a good picture. */
    static final long FIRST_PIECE = 1 << 20;
    /** What a ring takes at a time. */
    static final long PIECE = 1 << 18;
    /** From here on a ring that holds less than it has taken gives back, all but one piece. */
    static final long MOST_SPARE = 2 * PIECE;

    private final LongSupplier most;
    private final AtomicLong taken = new AtomicLong();

    /** @param most bytes, asked each time */
    public RingBudget(LongSupplier most) {
        this.most = most;
    }

    /** That many bytes, rounded up to whole pieces. */
    static long pieces(long bytes) {
        return (bytes + PIECE - 1) / PIECE * PIECE;
    }

    boolean hasRoomForAnother() {
        return taken.get() + FIRST_PIECE <= most.getAsLong();
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most.getAsLong()) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** For the one frame that a ring always holds. */
    void takeAnyway(long bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes that rings have taken. */
    public long taken() {
        return taken.get();
    }

    public long most() {
        return most.getAsLong();
    }
}
