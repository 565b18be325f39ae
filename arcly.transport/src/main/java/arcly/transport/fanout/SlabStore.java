package arcly.transport.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * All slabs that a loop holds, oldest first, within its byte limit. What viewers have not written out yet lives on without it.
 */
final class SlabStore {
    private final ByteBufAllocator allocator;
    private final long limit;
    private final FanOutFigures figures;
    private Slab oldest;
    private Slab newest;
    private long held;

    SlabStore(ByteBufAllocator allocator, long limit, FanOutFigures figures) {
        this.allocator = allocator;
        this.limit = limit;
        this.figures = figures;
    }

    long limit() {
        return limit;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** An empty slab; the oldest of the loop, whichever stream's, make room for it. */
    Slab take(FrameCache owner, int capacity, long now) {
        makeRoom(capacity);
        return keep(allocator.directBuffer(capacity, capacity), owner, now);
    }

    /** Takes over bytes that are encoded already. */
    Slab keep(ByteBuf bytes, FrameCache owner, long now) {
        makeRoom(bytes.capacity());
        Slab slab = new Slab(bytes, owner, now);
        slab.older = newest;
        if (newest == null) {
            oldest = slab;
        } else {
            newest.newer = slab;
        }
        newest = slab;
        hold(bytes.capacity());
        return slab;
    }

    void letGo(Slab slab) {
        if (slab.older == null) {
            oldest = slab.newer;
        } else {
            slab.older.newer = slab.newer;
        }
        if (slab.newer == null) {
            newest = slab.older;
        } else {
            slab.newer.older = slab.older;
        }
        slab.older = null;
        slab.newer = null;
        hold(-slab.bytes.capacity());
        slab.bytes.release();
    }

    private void makeRoom(int capacity) {
        while (held + capacity > limit && oldest != null) {
            oldest.owner.dropOldest();
        }
    }

    private void hold(long amount) {
        held += amount;
        FanOutFigures.add(figures.cacheBytes, amount);
    }
}
