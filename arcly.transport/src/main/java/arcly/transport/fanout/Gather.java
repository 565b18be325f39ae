package arcly.transport.fanout;

import arcly.api.media.Frame;
import io.netty.buffer.ByteBuf;

/**
 * What goes out next to the viewer whose turn it is: a run of bytes in one slab, or bytes made for this viewer alone. A run
 * that is continued costs nothing; one that ends is one write. One per loop, used by one viewer at a time.
 */
final class Gather {
    private final FanOutFigures figures;
    private final int writeBytes;
    private ViewerSink sink;
    private ByteBuf slab; // retained while a run of it is open: the cache may let go of it meanwhile
    private int start;
    private int end;
    private ByteBuf own;
    private long written;

    Gather(FanOutFigures figures, int writeBytes) {
        this.figures = figures;
        this.writeBytes = writeBytes;
    }

    void begin(ViewerSink viewersSink) {
        sink = viewersSink;
        written = 0;
    }

    /** Bytes given to the sink since {@link #begin}. */
    long written() {
        return written;
    }

    /** True once so much is gathered that it should be written before more is read. */
    boolean isFull() {
        return slab != null ? end - start >= writeBytes : own != null && own.readableBytes() >= writeBytes;
    }

    void add(ByteBuf bytes, int offset, int length) {
        if (slab == bytes && end == offset) {
            end += length;
            return;
        }
        write();
        slab = bytes.retain();
        start = offset;
        end = offset + length;
    }

    /** Puts a frame into wire form for this viewer alone; returns its length. */
    int addOwn(Frame frame, SafeForm form) {
        if (slab != null) {
            write();
        }
        if (own == null) {
            own = sink.allocator().directBuffer(Math.max(4096, frame.payload().size() + frame.payload().size() / 16 + 256));
        }
        int before = own.writerIndex();
        form.append(frame, own);
        return own.writerIndex() - before;
    }

    /** Bytes that stand between frames and stay the caller's. */
    void addBetween(ByteBuf bytes) {
        write();
        out(bytes.retainedDuplicate());
    }

    /** Something is gathered, or was given to the sink since {@link #begin}. */
    boolean isAny() {
        return slab != null || own != null || written > 0;
    }

    /** Gives the sink what is gathered. */
    void write() {
        if (slab != null) {
            ByteBuf run = slab.retainedSlice(start, end - start);
            slab.release();
            slab = null;
            out(run);
        } else if (own != null) {
            ByteBuf bytes = own;
            own = null;
            if (bytes.isReadable()) {
                out(bytes);
            } else {
                bytes.release();
            }
        }
    }

    /** Gives the sink what is gathered and hands it to the socket. */
    void send() {
        if (slab == null) {
            write();
            sink.flush();
            return;
        }
        int length = end - start;
        count(length);
        try {
            sink.send(slab, start, length);
        } finally {
            ByteBuf run = slab;
            slab = null;
            run.release();
        }
    }

    /** Forgets the viewer, and what was gathered and not written because of an error. */
    void end() {
        if (slab != null) {
            slab.release();
            slab = null;
        }
        if (own != null) {
            own.release();
            own = null;
        }
        sink = null;
    }

    private void out(ByteBuf bytes) {
        count(bytes.readableBytes());
        sink.write(bytes);
    }

    private void count(int length) {
        written += length;
        FanOutFigures.add(figures.writes, 1);
        FanOutFigures.add(figures.bytes, length);
    }
}
