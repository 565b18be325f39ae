package arcly.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Behind the bundle's last handler. Catches the bytes that decoders push out when they are removed, and what no handler
 * dealt with: an exception, the end of input.
 */
final class Residue extends ChannelInboundHandlerAdapter {
    private final TcpConnection connection;
    private List<ByteBuf> undecoded; // null but while the bundle's handlers are being removed

    Residue(TcpConnection connection) {
        this.connection = connection;
    }

    void collect() {
        undecoded = new ArrayList<>(1);
    }

    List<ByteBuf> collected() {
        List<ByteBuf> all = undecoded;
        undecoded = null;
        return all;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (undecoded != null && message instanceof ByteBuf bytes && bytes.isReadable()) {
            undecoded.add(bytes);
            return;
        }
        if (message instanceof ByteBuf bytes) {
            connection.unread(bytes.readableBytes());
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // ends here
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // ends here
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // ends here
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.inputEndedUnheard();
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.handlerFailed(cause);
    }
}
