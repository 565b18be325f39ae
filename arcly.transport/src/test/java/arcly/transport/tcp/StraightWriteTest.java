package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StraightWriteTest {
    private static final int LENGTH = 16 << 20; // more than two sockets hold between them

    private final byte[] bytes = new byte[LENGTH];
    private final ByteBuf shared = Unpooled.directBuffer(LENGTH);
    private EventLoopGroup loops;
    private Socket peer;
    private Channel channel;

    StraightWriteTest() {
        new Random(7).nextBytes(bytes);
        shared.writeBytes(bytes);
    }

    @AfterEach
    void close() throws IOException {
        if (loops != null) {
            channel.close().syncUninterruptibly();
            peer.close();
            loops.shutdownGracefully();
        }
        assertThat(shared.release()).as("nobody else holds the shared bytes").isTrue();
    }

    private void connect(IoHandlerFactory io, Class<? extends Channel> type) throws IOException {
        loops = new MultiThreadIoEventLoopGroup(1, io);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            channel = new Bootstrap().group(loops).channel(type).option(ChannelOption.SO_SNDBUF, 64 << 10)
                    .handler(new ChannelInboundHandlerAdapter()).connect(server.getLocalSocketAddress()).syncUninterruptibly().channel();
            peer = server.accept();
        }
    }

    private <T> T onLoop(Callable<T> task) {
        return channel.eventLoop().submit(task).syncUninterruptibly().getNow();
    }

    @Test
    void whatTheSocketDoesNotTakeFollowsThroughTheQueue() throws IOException {
        assumeTrue(Epoll.isAvailable());
        connect(EpollIoHandler.newFactory(), EpollSocketChannel.class);
        StraightWrite straight = new StraightWrite(channel);
        int taken = onLoop(() -> straight.write(shared, 0, LENGTH));
        assertThat(taken).isPositive().isLessThan(LENGTH);
        assertThat(onLoop(() -> {
            channel.writeAndFlush(shared.retainedSlice(taken, LENGTH - taken - 1));
            return straight.write(shared, LENGTH - 1, 1);
        })).as("something waits before it").isZero();

        InputStream in = peer.getInputStream();
        assertThat(in.readNBytes(LENGTH - 1)).isEqualTo(Arrays.copyOf(bytes, LENGTH - 1));
        onLoop(() -> null); // the task that saw the queue empty is over
        assertThat(onLoop(() -> straight.write(shared, LENGTH - 1, 1))).isEqualTo(1);
        assertThat(in.read()).isEqualTo(bytes[LENGTH - 1] & 0xFF);
    }

    @Test
    void closedChannelTakesNothing() throws IOException {
        assumeTrue(Epoll.isAvailable());
        connect(EpollIoHandler.newFactory(), EpollSocketChannel.class);
        StraightWrite straight = new StraightWrite(channel);
        channel.close().syncUninterruptibly();
        assertThat(onLoop(() -> straight.write(shared, 0, 100))).isZero();
    }

    @Test
    void otherSocketsTakeNothing() throws IOException {
        connect(NioIoHandler.newFactory(), NioSocketChannel.class);
        assertThat(onLoop(() -> new StraightWrite(channel).write(shared, 0, 100))).isZero();
    }
}
