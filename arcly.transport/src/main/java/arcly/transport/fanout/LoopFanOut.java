package arcly.transport.fanout;

import arcly.api.session.ClientSession;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

/** Writes live streams to the viewers of one event loop. Made with the loop; used on the loop only, but for the figures. */
public final class LoopFanOut {
    private final EventLoop loop;

    public LoopFanOut(EventLoop loop, ByteBufAllocator allocator) {
        this(loop, allocator, FanOutLimits.DEFAULT);
    }

    public LoopFanOut(EventLoop loop, ByteBufAllocator allocator, FanOutLimits limits) {
        this.loop = loop;
    }

    /**
     * Begins to write what the session's reader reads, after the caller's task.
     *
     * @throws IllegalStateException if the session has no reader
     */
    public ViewerPlace open(ViewerSink sink, ClientSession session, WireOptions options, ViewerListener listener) {
        ViewerPlace place = new ViewerPlace(this, sink, session);
        place.arm(options, listener);
        return place;
    }

    /** Lets go of all that is shared and forgets every viewer; for the end of the loop. */
    public void close() {
    }

    EventLoop loop() {
        return loop;
    }

    /** Writes to connections, after coalescing. From any thread. */
    public long viewerWrites() {
        return 0;
    }

    /** Bytes written to viewers. From any thread. */
    public long viewerBytes() {
        return 0;
    }

    /** Frames that were put into wire form for all viewers of a group. From any thread. */
    public long sharedEncodes() {
        return 0;
    }

    /** Frames that were put into wire form for a single viewer, because it was further behind than what is held. From any thread. */
    public long privateEncodes() {
        return 0;
    }

    /** Wire bytes held for viewers to come. From any thread. */
    public long cacheBytes() {
        return 0;
    }
}
