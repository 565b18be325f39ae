package arcly.transport.fanout;

import io.netty.buffer.ByteBuf;

/** Wire bytes of frames that lie one behind the other. Never moved once a slice of it is out, so its capacity is fixed. */
final class Slab {
    final ByteBuf bytes;
    final FrameCache owner;
    /** When it was begun and when the last frame was appended; nanoseconds of the loop's clock. */
    final long opened;
    long touched;
    /** The highest sequence number in it. */
    long last = -1;
    /** Neighbours by age among all slabs of the loop. */
    Slab older;
    Slab newer;

    Slab(ByteBuf bytes, FrameCache owner, long now) {
        this.bytes = bytes;
        this.owner = owner;
        this.opened = now;
        this.touched = now;
    }
}
