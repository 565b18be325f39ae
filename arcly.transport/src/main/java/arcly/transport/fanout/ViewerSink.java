package arcly.transport.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** What a connection offers to the viewers on it. Implemented by the transport's connections; used on their loop only. */
public interface ViewerSink {

    /** Adds to what goes out; takes the buffer over, also if the connection is gone. Makes no promise and does not flush. */
    void write(ByteBuf bytes);

    /**
     * Writes bytes that many viewers share and hands them to the socket, with whatever was written before. They stay the caller's:
     * the connection keeps a reference only to what the socket does not take at once. May lead to {@link ViewerPlace#writable()}
     * before it returns.
     */
    void send(ByteBuf shared, int offset, int length);

    /** Hands what was written to the socket; may lead to {@link ViewerPlace#writable()} before it returns. */
    void flush();

    /** False while more waits to go out than the high watermark. False for good once the connection is gone. */
    boolean isWritable();

    ByteBufAllocator allocator();

    /** Names the connection in log lines. */
    String id();
}
