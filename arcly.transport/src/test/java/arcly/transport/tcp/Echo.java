package arcly.transport.tcp;

import arcly.api.handover.Baton;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;

/** Sends back what it gets. */
class Echo implements ConnectionProtocol {

    static ListenerSpec.Builder listener() {
        return ListenerSpec.of("echo", "echo.pid").bind(List.of("127.0.0.1"));
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        return serve(connection);
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) {
        return serve(connection);
    }

    private static ConnectionHandler serve(Connection connection) {
        connection.established();
        connection.install("echo", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                connection.write((ByteBuf) message);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                connection.flush();
            }
        });
        return new ConnectionHandler() {
            @Override
            public List<Baton> park() {
                return List.of();
            }

            @Override
            public void drain(CloseReason reason) {
                connection.close(reason);
            }
        };
    }
}
