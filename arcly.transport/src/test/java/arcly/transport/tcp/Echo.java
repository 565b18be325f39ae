package arcly.transport.tcp;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;

/** Sends back what it gets; tests override what they are about. All methods are called on the connection's loop. */
class Echo implements ConnectionProtocol {

    @Override
    public ConnectionHandler accept(Connection connection) {
        connection.established();
        return new Handler(connection);
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
        return new Handler(connection);
    }

    void read(Connection connection, ByteBuf bytes) {
        connection.write(bytes);
    }

    /** Whether the end of input was dealt with; otherwise it is passed on. */
    boolean inputEnded(Connection connection) {
        return false;
    }

    void inactive(Connection connection) {
    }

    List<Baton> park(Connection connection) {
        return List.of();
    }

    void drain(Connection connection, CloseReason reason) {
        connection.close(reason);
    }

    private final class Handler extends ChannelInboundHandlerAdapter implements ConnectionHandler {
        private final Connection connection;

        Handler(Connection connection) {
            this.connection = connection;
            connection.install("echo", this);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            read(connection, (ByteBuf) message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            connection.flush();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!inputEnded(connection)) {
                ctx.fireUserEventTriggered(event);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inactive(connection);
        }

        @Override
        public List<Baton> park() {
            return Echo.this.park(connection);
        }

        @Override
        public void drain(CloseReason reason) {
            Echo.this.drain(connection, reason);
        }
    }
}
