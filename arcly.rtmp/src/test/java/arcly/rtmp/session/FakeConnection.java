package arcly.rtmp.session;

import arcly.api.handover.Baton;
import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ConnectionTimer;
import arcly.transport.Inflow;
import arcly.transport.Viewer;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

/** A connection without a socket, which hands over as the transport does: park, handlers off, undecoded bytes back in, adopt. */
public final class FakeConnection implements Connection {
    public final EmbeddedChannel channel = new EmbeddedChannel();
    public final ByteBuf written = Unpooled.buffer();
    public final Map<String, ClientSession> sessions = new LinkedHashMap<>();
    public final Map<String, FakeViewer> viewers = new LinkedHashMap<>();
    final List<FakeTimer> timers = new ArrayList<>();
    private final List<String> handlers = new ArrayList<>();
    private final ByteBuf undecoded = Unpooled.buffer();
    private ConnectionHandler handler;
    boolean established;
    public CloseReason closed;
    long bytesIn;

    public FakeConnection(ConnectionProtocol protocol) {
        channel.pipeline().addLast("residue", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf left = (ByteBuf) message;
                undecoded.writeBytes(left);
                left.release();
            }
        });
        handler = protocol.accept(this);
    }

    public void receive(byte... bytes) {
        bytesIn += bytes.length;
        if (bytes.length > 0) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
        }
        channel.runPendingTasks();
    }

    /** Park and adopt. */
    public List<Baton> handOver(ConnectionProtocol next) throws Exception {
        List<Baton> batons = handler.park();
        for (int i = handlers.size() - 1; i >= 0; i--) {
            channel.pipeline().remove(handlers.get(i));
        }
        handlers.clear();
        timers.forEach(FakeTimer::cancel);
        viewers.values().forEach(viewer -> viewer.listener = null);
        handler = next.adopt(this, batons);
        byte[] queued = new byte[undecoded.readableBytes()];
        undecoded.readBytes(queued);
        bytesIn -= queued.length;
        receive(queued);
        return batons;
    }

    public void drain(CloseReason reason) {
        handler.drain(reason);
    }

    public FakeViewer onlyViewer() {
        return viewers.values().iterator().next();
    }

    @Override
    public String id() {
        return "c1";
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("127.0.0.1", 50_000);
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress("127.0.0.1", 1935);
    }

    @Override
    public boolean isOutgoing() {
        return false;
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public ByteBufAllocator allocator() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    public void install(String name, ChannelHandler installed) {
        channel.pipeline().addBefore("residue", name, installed);
        handlers.add(name);
    }

    @Override
    public void uninstall(String name) {
        channel.pipeline().remove(name);
        handlers.remove(name);
    }

    @Override
    public void established() {
        established = true;
    }

    @Override
    public void write(ByteBuf units) {
        written.writeBytes(units);
        units.release();
    }

    @Override
    public void flush() {
        // what was written is looked at as it is
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public long bytesIn() {
        return bytesIn;
    }

    @Override
    public long bytesOut() {
        return written.writerIndex();
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        FakeTimer timer = new FakeTimer(delay, task);
        timers.add(timer);
        return timer;
    }

    /** Lets the newest timer run. */
    public void fire() {
        FakeTimer timer = timers.get(timers.size() - 1);
        Runnable task = timer.task;
        timer.cancel();
        task.run();
    }

    @Override
    public void attach(String name, ClientSession session) {
        sessions.put(name, session);
    }

    @Override
    public void detach(String name) {
        sessions.remove(name);
        viewers.remove(name);
    }

    @Override
    public Map<String, ClientSession> attached() {
        return sessions;
    }

    @Override
    public Viewer view(String name, WireOptions options, ViewerListener listener) {
        FakeViewer viewer = new FakeViewer();
        viewer.arm(options, listener);
        viewers.put(name, viewer);
        return viewer;
    }

    @Override
    public Viewer viewer(String name) {
        return viewers.get(name);
    }

    @Override
    public Inflow subscribe(String name, Flow.Publisher<ByteBuffer> publisher) {
        throw new UnsupportedOperationException("RTMP writes what publishers of frames give, by viewers");
    }

    @Override
    public Inflow inflow(String name) {
        return null;
    }

    @Override
    public void close(CloseReason reason) {
        closed = reason;
    }

    /** Runs when {@link #fire} says so. */
    static final class FakeTimer implements ConnectionTimer {
        final Duration delay;
        Runnable task;

        FakeTimer(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        @Override
        public long remaining() {
            return task == null ? 0 : delay.toNanos();
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    /** Writes nothing by itself. */
    public static final class FakeViewer implements Viewer {
        WireOptions options;
        public ViewerListener listener;
        boolean paused;

        @Override
        public void arm(WireOptions with, ViewerListener told) {
            options = with;
            listener = told;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public boolean isPaused() {
            return paused;
        }

        @Override
        public long frames() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {
            listener = null;
        }
    }
}
