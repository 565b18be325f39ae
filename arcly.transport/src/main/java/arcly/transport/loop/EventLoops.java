package arcly.transport.loop;

import arcly.transport.fanout.FanOutLimits;
import arcly.transport.fanout.LoopFanOut;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops, on epoll where there is epoll, and what each of them has for itself. Any thread. */
public final class EventLoops implements AutoCloseable {
    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> all = new ArrayList<>();
    private final Map<EventLoop, LoopFanOut> fanOuts = new IdentityHashMap<>();

    /** Starts all threads at once: one that started later would keep the access context of the bundle that caused it. */
    public EventLoops(int count, boolean epollWanted) {
        epoll = epollWanted && Epoll.isAvailable();
        IoHandlerFactory io = epoll ? NeverEmptyEpoll.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(count, new LoopThreads(), io);
        FanOutLimits limits = FanOutLimits.forLoops(group.executorCount());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            all.add(loop);
            fanOuts.put(loop, new LoopFanOut(loop, ByteBufAllocator.DEFAULT, limits));
            loop.submit(() -> { }).syncUninterruptibly();
        }
    }

    public boolean isEpoll() {
        return epoll;
    }

    public List<EventLoop> all() {
        return all;
    }

    /** In turn. */
    public EventLoop next() {
        return group.next();
    }

    public LoopFanOut fanOut(EventLoop loop) {
        return fanOuts.get(loop);
    }

    public Collection<LoopFanOut> fanOuts() {
        return fanOuts.values();
    }

    /** True on one of these loops: there, nothing may be waited for. */
    public boolean isLoopThread() {
        for (EventLoop loop : all) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    public ServerSocketChannel newServerChannel() {
        return epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    public SocketChannel newSocketChannel() {
        return epoll ? new EpollSocketChannel() : new NioSocketChannel();
    }

    /** Ends the threads; waits for them at most 3 s, and not on one of them. */
    @Override
    public void close() {
        fanOuts.forEach((loop, fanOut) -> loop.execute(fanOut::close));
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        if (!isLoopThread()) {
            group.terminationFuture().awaitUninterruptibly(3, TimeUnit.SECONDS);
        }
    }

    private static final class LoopThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new FastThreadLocalThread(task, "arcly-loop-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(EventLoops.class.getClassLoader());
            return thread;
        }
    }
}
