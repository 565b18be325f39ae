package arcly.transport.tcp;

import arcly.transport.tls.HandshakeFault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where the transport's part of a pipeline ends and the bundle's begins. Counts bytes, keeps what arrives while nobody is
 * there to read it, and gives it to the next one.
 */
final class Boundary extends ChannelDuplexHandler {

    /** What happens to input. */
    private enum Gate { HELD, OPEN, DISCARDING }

    private final TcpConnection connection;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>(2);
    private Gate gate = Gate.HELD;
    private boolean inputEnded;
    private long bytesIn;
    private long written;
    private long taken;
    private long unflushed;
    private ChannelHandlerContext ctx;
    private StraightWrite straight;

    Boundary(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        straight = new StraightWrite(context.channel());
    }

    // ---- input

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        // handlers come later
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.begin();
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext context) {
        // handlers have gone
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        int size = bytes.readableBytes();
        bytesIn += size;
        connection.received(size);
        switch (gate) {
            case OPEN -> context.fireChannelRead(bytes);
            case HELD -> waiting.add(bytes);
            case DISCARDING -> bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (gate == Gate.OPEN) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            endInput();
        } else if (event instanceof SslCompletionEvent done) {
            secured(done);
        } else if (gate == Gate.OPEN && event != ChannelInputShutdownReadComplete.INSTANCE) {
            context.fireUserEventTriggered(event);
        }
    }

    private void endInput() {
        if (inputEnded) {
            return; // TLS said so before the socket did
        }
        inputEnded = true;
        if (connection.isHandshaking()) {
            connection.handshakeFailed("the peer closed the connection");
        } else if (gate == Gate.OPEN) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else if (gate == Gate.DISCARDING) {
            connection.inputEndedWhileClosing();
        }
    }

    private void secured(SslCompletionEvent event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            if (event.isSuccess()) {
                connection.secured();
            } else {
                connection.handshakeFailed(HandshakeFault.text(event.cause()));
            }
        } else if (event instanceof SslCloseCompletionEvent && event.isSuccess()) {
            endInput();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.socketFailed(cause); // from the socket's side: the handlers hear that the channel has gone
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        connection.gone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.writabilityChanged();
        if (gate == Gate.OPEN) {
            context.fireChannelWritabilityChanged();
        }
    }

    /** From here on input waits. */
    void hold() {
        if (gate == Gate.OPEN) {
            gate = Gate.HELD;
        }
    }

    /** Bytes that a leaving decoder had not used: they come before all that waits. */
    void giveBack(Iterable<ByteBuf> undecoded) {
        Deque<ByteBuf> first = new ArrayDeque<>();
        undecoded.forEach(first::addFirst);
        first.forEach(waiting::addFirst);
    }

    long waitingBytes() {
        long sum = 0;
        for (ByteBuf bytes : waiting) {
            sum += bytes.readableBytes();
        }
        return sum;
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Gives what waits to the handlers behind, in order, and lets input pass from then on. */
    void open() {
        gate = Gate.OPEN;
        boolean any = !waiting.isEmpty();
        for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            if (gate == Gate.OPEN) {
                ctx.fireChannelRead(bytes);
            } else {
                bytes.release(); // the handler has closed the connection
            }
        }
        if (any && gate == Gate.OPEN) {
            ctx.fireChannelReadComplete();
        }
        if (inputEnded && gate == Gate.OPEN) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Nobody will read any more. */
    void discard() {
        gate = Gate.DISCARDING;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    // ---- output

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            promise.setFailure(new UnsupportedOperationException("a connection writes ByteBuf, not "
                    + message.getClass().getName()));
        } else if (!connection.mayWrite()) {
            bytes.release();
            promise.tryFailure(new IOException("nobody serves this connection now"));
        } else {
            account(bytes);
            context.write(bytes, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        flushNow();
    }

    /** Units of the wire, from the bundle or a viewer. */
    void write(ByteBuf bytes) {
        account(bytes);
        ctx.write(bytes, ctx.voidPromise());
    }

    /**
     * Gives the socket what it takes at once of bytes that stay the caller's, and returns how much that was. None if something
     * waits before them, or if something stands between here and the socket.
     */
    int writeThrough(ByteBuf bytes, int offset, int length) {
        if (ctx.pipeline().firstContext() != ctx) {
            return 0; // TLS
        }
        int atOnce = straight.write(bytes, offset, length);
        written += atOnce;
        connection.accepted(atOnce);
        return atOnce;
    }

    void flushNow() {
        unflushed = 0;
        ctx.flush();
    }

    private void account(ByteBuf bytes) {
        int size = bytes.readableBytes();
        written += size;
        unflushed += size;
        connection.accepted(size);
    }

    /** Bytes that were accepted and that the socket has not taken. */
    long pendingBytes() {
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        if (queue == null || !ctx.channel().isActive()) {
            return 0;
        }
        long[] sum = {unflushed};
        try {
            queue.forEachFlushedMessage(message -> {
                sum[0] += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
                return true;
            });
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible); // the processor above throws nothing
        }
        return sum[0];
    }

    long bytesIn() {
        return bytesIn;
    }

    /** Bytes that the socket has taken. What waits there may be TLS records, which are longer: then it does not go back. */
    long taken() {
        taken = Math.max(taken, written - pendingBytes());
        return taken;
    }

    ChannelHandlerContext context() {
        return ctx;
    }
}
