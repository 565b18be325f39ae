package arcly.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Brings the connection's bytes and ends to {@link HttpConnection}, and stops reading while nobody takes them. What was not
 * decoded goes to the transport at removal: a request that is not its turn yet is never read before.
 */
final class HttpDecoder extends ByteToMessageDecoder {
    /** As much as may wait undecoded; a head that is larger is let in by its own limit. */
    private static final int MOST_WAITING_BYTES = 64 << 10;

    private final HttpConnection connection;
    private ChannelHandlerContext ctx;

    HttpDecoder(HttpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        ctx = context;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        connection.received(in);
    }

    /** Tries again what could not go on before. */
    void resume() throws Exception {
        if (!ctx.isRemoved()) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        }
    }

    /** Ends the connection now; neither this process nor the system's keeps for the client what it has not read. */
    void cut() {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.close();
    }

    /** Something came that is no whole request. */
    boolean holdsAny() {
        return actualReadableBytes() > 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        discardSomeReadBytes();
        connection.flush();
        if (!context.isRemoved()) {
            boolean reads = connection.takesInput() || actualReadableBytes() < MOST_WAITING_BYTES;
            if (context.channel().config().isAutoRead() != reads) {
                context.channel().config().setAutoRead(reads);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.writabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            connection.inputEnded(); // and no further: behind the last handler the transport takes it for unheard
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        connection.gone();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.failed(cause);
    }
}
