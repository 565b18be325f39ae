package arcly.rtmp.session;

import io.netty.buffer.ByteBuf;

/** Where a connection's bytes, and the news of its end, come to. On the connection's loop. */
public interface ByteEnd {

    /** Takes what it can from {@code in}; what is left is brought again, with what has come since. */
    void received(ByteBuf in);

    /** There is no more to read now. */
    void flush();

    /** The peer has closed its side. */
    void inputEnded();

    /** The connection is closed. */
    void gone();

    /** Reading, or {@link #received}, has failed. */
    void failed(Throwable cause);
}
