package arcly.transport.tcp;

import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionTimer;
import arcly.transport.Inflow;
import arcly.transport.TlsSession;
import arcly.transport.Viewer;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import arcly.transport.handover.Fault;
import arcly.transport.handover.Handover;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import arcly.transport.tls.HandshakeFault;
import arcly.transport.tls.TlsDoor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection: what protocols see of it, and what the pipeline and the hand-over tell it. It belongs to its loop; what
 * is called on another thread says so. Who serves it is its {@link Custody}'s.
 */
final class TcpConnection implements Connection, Held {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private final String id;
    private final String protocol;
    private final SocketChannel channel;
    private final EventLoop loop;
    private final Holding holding;
    private final Counters counters;
    private final boolean outgoing;
    private final InetSocketAddress remote;
    private final TlsDoor door; // null: plain
    private final Boundary boundary;
    private final Attachments attachments;
    private final ConnectionTimers timers;
    private final Liveness liveness;
    private final Ending ending;
    private final Custody custody;
    private InetSocketAddress local; // null before it begins
    private boolean handshaking;
    private String handshakeFault; // null: none
    private volatile TlsSession tls; // null: plain, or not agreed yet

    /**
     * On any thread: the channel is not registered yet, and begins as soon as it is active.
     *
     * @param door null: it does not speak TLS
     */
    TcpConnection(SocketChannel channel, EventLoop loop, InetSocketAddress remote, Holding holding, TcpTransport transport,
            boolean outgoing, TlsDoor door, Duration handshakeTime, Supplier<Duration> idleTime) {
        this.id = transport.nextId();
        this.protocol = holding.key().protocol();
        this.channel = channel;
        this.loop = loop;
        this.holding = holding;
        this.counters = transport.counters();
        this.outgoing = outgoing;
        this.remote = remote;
        this.door = door;
        this.handshaking = door != null;
        this.boundary = new Boundary(this);
        this.attachments = new Attachments(transport.loops().fanOut(loop), new ConnectionSink(this, boundary));
        this.timers = new ConnectionTimers(this, loop);
        this.liveness = new Liveness(this, loop, handshakeTime, idleTime);
        this.ending = new Ending(this, channel, boundary, door);
        this.custody = new Custody(this, channel, holding, boundary, attachments, timers, liveness, ending, counters);
        if (door != null) {
            channel.pipeline().addFirst(TlsDoor.NAME, door.handler());
        }
    }

    /** The channel is active, and does not read by itself. In the task that registered it: nothing has arrived before. */
    void begin() {
        local = channel.localAddress();
        holding.add(this);
        if (!handshaking) {
            custody.begin();
        } else if (holding.isFinished()) {
            ending.begin(CloseReason.SHUTDOWN, false);
        } else {
            liveness.start();
            channel.config().setAutoRead(true); // the handshake is the transport's, whoever serves
        }
    }

    // ---- TLS

    /** The handshake is over: now somebody may serve it. */
    void secured() {
        if (!handshaking || ending.hasBegun()) {
            return;
        }
        handshaking = false;
        tls = door.agreed();
        counters.count(Counters.TLS_HANDSHAKES);
        channel.config().setAutoRead(false);
        liveness.stop();
        if (outgoing) {
            liveness.established();
        }
        custody.begin();
    }

    /** Its handler closes the channel as soon as it has sent its alert. */
    void handshakeFailed(String why) {
        if (!handshaking || ending.hasBegun()) {
            return;
        }
        handshakeFault = why;
        counters.count(Counters.TLS_FAILED);
        log.debug("{}: closed, TLS handshake: {}", this, why);
        ending.begin(CloseReason.PROTOCOL.because("TLS handshake: " + why), false);
    }

    boolean isHandshaking() {
        return handshaking;
    }

    /** Why it never came to be served; null if that is not why. */
    String handshakeFault() {
        return handshakeFault;
    }

    // ---- hand-over

    @Override
    public void follow(Handover handover) {
        if (handshaking) {
            handover.passed(); // nobody serves it: when the handshake is over, it goes to whoever serves then
        } else {
            custody.follow(handover);
        }
    }

    @Override
    public void abandon(CloseReason reason) {
        if (!custody.isServed() && reason.equals(CloseReason.PROVIDER_GONE)) {
            counters.count(Counters.HANDOVER_EXPIRED);
        }
        ending.begin(reason, false);
    }

    @Override
    public void cut(CloseReason reason) {
        ending.broken(reason);
    }

    @Override
    public void drain(CloseReason reason) {
        custody.drain(reason);
    }

    // ---- what the pipeline reports

    void received(int bytes) {
        counters.bytesIn.add(bytes);
    }

    void accepted(int bytes) {
        counters.bytesOut.add(bytes);
    }

    void unread(int bytes) {
        counters.add(Counters.UNREAD_BYTES, bytes);
    }

    void writabilityChanged() {
        if (channel.isWritable()) {
            attachments.writable();
        }
    }

    void inputEndedUnheard() {
        ending.begin(CloseReason.LOST.because("the peer closed the connection"), true);
    }

    void inputEndedWhileClosing() {
        ending.inputEnded();
    }

    void socketFailed(Throwable cause) {
        if (door != null) {
            String why = HandshakeFault.text(cause);
            handshakeFailed(why);
            ending.broken(CloseReason.LOST.because(why));
            return;
        }
        ending.broken(CloseReason.LOST.because(Fault.text(cause)));
    }

    /** What the protocol says of its client is a line; anything else is a mistake in the bundle, and its place is told. */
    void handlerFailed(Throwable fault) {
        if (ending.hasBegun()) {
            return;
        }
        counters.count(Counters.HANDLER_FAILED);
        Throwable thrown = fault.getClass() == DecoderException.class && fault.getCause() != null ? fault.getCause() : fault;
        if (thrown instanceof CodecException) {
            log.info("{}: closed, {}", this, thrown.getMessage());
        } else {
            log.warn("{}: closed, its handler failed: {}", this, Fault.textWithPlace(thrown));
        }
        ending.begin(CloseReason.PROTOCOL.because(Fault.text(thrown)), false);
    }

    void handshakeTooSlow() {
        counters.count(Counters.TIMEOUT_HANDSHAKE);
        if (handshaking) {
            handshakeFailed("it took too long");
            return;
        }
        log.info("{}: closed, its handshake took too long", this);
        ending.begin(CloseReason.PROTOCOL.because("the handshake took too long"), false);
    }

    void idleTooLong(Duration time) {
        counters.count(Counters.TIMEOUT_IDLE);
        log.info("{}: closed, nothing came or went for {} ms", this, time.toMillis());
        ending.broken(CloseReason.LOST.because("nothing came or went for " + time.toMillis() + " ms")); // what waits is not taken
    }

    /** The connection closes: nothing is read or sent for anybody any more. */
    void ends(CloseReason reason) {
        counters.closed(reason.code());
        liveness.stop();
        attachments.end(protocol, reason);
        boundary.discard();
    }

    /** The channel is closed. */
    void gone() {
        if (ending.isOver()) {
            return;
        }
        handshakeFailed("the connection was closed meanwhile");
        ending.over();
        custody.vacate();
        holding.remove(this);
        log.debug("{}: closed, {}", this, ending.reason());
    }

    // ---- the contract

    @Override
    public String id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public boolean isOutgoing() {
        return outgoing;
    }

    @Override
    public TlsSession tls() {
        return tls;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    @Override
    public void install(String name, ChannelHandler added) {
        custody.install(name, added);
    }

    @Override
    public void uninstall(String name) {
        custody.uninstall(name);
    }

    @Override
    public void established() {
        liveness.established();
    }

    @Override
    public void write(ByteBuf units) {
        if (mayWrite()) {
            boundary.write(units);
        } else {
            units.release();
        }
    }

    @Override
    public void flush() {
        if (mayWrite()) {
            boundary.flushNow();
        }
    }

    boolean mayWrite() {
        return custody.isServed() && !ending.hasBegun();
    }

    @Override
    public boolean isWritable() {
        return !ending.hasBegun() && channel.isWritable();
    }

    @Override
    public long pendingBytes() {
        return boundary.pendingBytes();
    }

    @Override
    public long bytesIn() {
        return boundary.bytesIn();
    }

    @Override
    public long bytesOut() {
        return boundary.taken();
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        if (!custody.isServed()) {
            throw new IllegalStateException("nobody serves " + this + " now");
        }
        return timers.schedule(delay, task);
    }

    @Override
    public void attach(String name, ClientSession session) {
        attachments.attach(name, session);
    }

    @Override
    public void detach(String name) {
        attachments.detach(name);
    }

    @Override
    public Map<String, ClientSession> attached() {
        return attachments.sessions();
    }

    @Override
    public Viewer view(String name, WireOptions options, ViewerListener listener) {
        return attachments.view(name, options, listener);
    }

    @Override
    public Viewer viewer(String name) {
        return attachments.viewer(name);
    }

    @Override
    public Inflow subscribe(String name, Flow.Publisher<ByteBuffer> publisher) {
        return attachments.subscribe(name, publisher, loop);
    }

    @Override
    public Inflow inflow(String name) {
        return attachments.inflow(name);
    }

    @Override
    public void close(CloseReason reason) {
        ending.begin(reason, true);
    }

    boolean isClosing() {
        return ending.hasBegun();
    }

    @Override
    public String toString() {
        return protocol + " " + id + " " + ListeningSocket.text(remote);
    }
}
