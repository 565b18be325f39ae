package arcly.transport.tcp;

import arcly.transport.fanout.ViewerSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A connection as the viewers on it see it: they go on writing nothing while it closes, and are not asked who serves it. */
final class ConnectionSink implements ViewerSink {
    private final TcpConnection connection;
    private final Boundary boundary;

    ConnectionSink(TcpConnection connection, Boundary boundary) {
        this.connection = connection;
        this.boundary = boundary;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (connection.isClosing()) {
            bytes.release();
        } else {
            boundary.write(bytes);
        }
    }

    @Override
    public void send(ByteBuf shared, int offset, int length) {
        if (connection.isClosing()) {
            return;
        }
        int taken = boundary.writeThrough(shared, offset, length);
        if (taken < length) {
            boundary.write(shared.retainedSlice(offset + taken, length - taken));
            boundary.flushNow();
        }
    }

    @Override
    public void flush() {
        if (!connection.isClosing()) {
            boundary.flushNow();
        }
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public ByteBufAllocator allocator() {
        return connection.allocator();
    }

    @Override
    public String id() {
        return connection.id();
    }
}
