package arcly.transport.tcp;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ConnectionTimer;
import arcly.transport.Viewer;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import arcly.transport.handover.Fault;
import arcly.transport.handover.Handover;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import arcly.transport.handover.Tenure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection and who serves it. It belongs to one loop; what is said to be of another thread is said so.
 *
 * <p>What refers to the bundle is {@link #tenure}, {@link #handler}, the installed Netty handlers, the timers and the viewers' listeners; parking lets
 * go of all of it in one task.
 */
final class TcpConnection implements Connection, Held {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    // for life
    private final String id;
    private final String protocol;
    private final SocketChannel channel;
    private final EventLoop loop;
    private final Holding holding;
    private final Counters counters;
    private final boolean outgoing;
    private final InetSocketAddress remote;
    private final Boundary boundary;
    private final Residue residue;
    private final Attachments attachments;
    private final ConnectionTimers timers;
    private final Liveness liveness;
    private final Ending ending;

    // of who serves
    private Tenure tenure;
    private ConnectionHandler handler;
    private final Deque<String> installed = new ArrayDeque<>(4); // the last one first

    private InetSocketAddress local;

    // between two of them
    private boolean fresh = true; // nobody has served it yet
    private List<Baton> batons = List.of();
    private long unreadSince = System.nanoTime();

    /** On any thread: the channel is not registered yet, and begins as soon as it is active. */
    TcpConnection(SocketChannel channel, EventLoop loop, InetSocketAddress remote, Holding holding, TcpTransport transport,
            boolean outgoing, Duration handshakeTime, Supplier<Duration> idleTime) {
        this.id = transport.nextId();
        this.protocol = holding.key().protocol();
        this.channel = channel;
        this.loop = loop;
        this.holding = holding;
        this.counters = transport.counters();
        this.outgoing = outgoing;
        this.remote = remote;
        this.boundary = new Boundary(this);
        this.residue = new Residue(this);
        this.attachments = new Attachments(transport.loops().fanOut(loop), new ConnectionSink(this, boundary));
        this.timers = new ConnectionTimers(this, loop);
        this.liveness = new Liveness(this, loop, handshakeTime, idleTime);
        this.ending = new Ending(this, channel, boundary);
        channel.pipeline().addLast("boundary", boundary).addLast("residue", residue);
    }

    /** The channel is active, and does not read by itself. In the task that registered it: nothing has arrived before. */
    void begin() {
        local = channel.localAddress();
        holding.add(this);
        if (holding.isFinished()) {
            ending.begin(CloseReason.SHUTDOWN, false);
        } else {
            go(null);
        }
    }

    // ---- who serves

    @Override
    public void follow(Handover handover) {
        Tenure target = holding.current();
        if (ending.hasBegun()) {
            if (tenure != target) {
                vacate();
            }
            handover.passed();
        } else if (tenure == target) {
            handover.passed();
        } else {
            if (tenure != null) {
                park();
            }
            go(handover);
        }
    }

    /** Goes to whoever serves now, if there is somebody. */
    private void go(Handover handover) {
        ConnectionProtocol next = null;
        Tenure target = holding.current();
        while (target != null && !ending.hasBegun() && (next = target.board()) == null) {
            target = holding.current(); // it left just now
        }
        if (next == null) {
            passed(handover);
            return;
        }
        tenure = target;
        long pause = System.nanoTime() - unreadSince;
        long bytes = boundary.waitingBytes();
        if (!install(next)) {
            if (handover != null) {
                handover.refused();
            }
            return;
        }
        if (!ending.hasBegun()) {
            boundary.open();
        }
        if (handover != null) {
            handover.adopted(pause, bytes);
        }
        if (!ending.hasBegun()) {
            liveness.start();
            channel.config().setAutoRead(true);
        }
    }

    private static void passed(Handover handover) {
        if (handover != null) {
            handover.passed();
        }
    }

    private boolean install(ConnectionProtocol next) {
        boolean adopting = !fresh;
        try {
            handler = adopting ? next.adopt(this, batons) : next.accept(this);
            if (handler == null) {
                throw new IllegalStateException((adopting ? "adopt" : "accept") + " returned null");
            }
            tenure.uses(handler.getClass().getClassLoader());
            fresh = false;
            batons = List.of();
            return true;
        } catch (Throwable fault) {
            String why = fault instanceof HandoverException ? fault.getMessage() : Fault.textWithPlace(fault);
            vacate();
            if (adopting) {
                counters.count(Counters.HANDOVER_REFUSED);
                log.warn("{} {}: its successor refused it: {}", protocol, remote, why);
                ending.begin(CloseReason.PROVIDER_GONE.because("its successor refused it: " + why), false);
            } else {
                counters.count(Counters.HANDLER_FAILED);
                log.warn("{} {}: not accepted: {}", protocol, remote, why);
                ending.begin(CloseReason.PROTOCOL.because(why), false);
            }
            return false;
        }
    }

    private void park() {
        channel.config().setAutoRead(false);
        unreadSince = System.nanoTime();
        boundary.hold();
        liveness.stop();
        String fault = null;
        try {
            batons = List.copyOf(handler.park());
        } catch (Throwable thrown) {
            fault = Fault.textWithPlace(thrown);
        }
        vacate();
        boundary.flushNow();
        if (fault != null) {
            counters.count(Counters.HANDLER_FAILED);
            log.warn("{} {}: cannot be handed over: {}", protocol, remote, fault);
            ending.begin(CloseReason.PROVIDER_GONE.because("it could not be handed over: " + fault), false);
        }
    }

    /** Lets go of everything that is the bundle's. What its decoders had not used waits for the next one. */
    private void vacate() {
        timers.cancelAll();
        attachments.park();
        residue.collect();
        while (!installed.isEmpty()) {
            String name = installed.pop();
            if (channel.pipeline().context(name) != null) {
                channel.pipeline().remove(name);
            }
        }
        boundary.giveBack(residue.collected());
        if (ending.hasBegun()) {
            boundary.discard();
        }
        handler = null;
        if (tenure != null) {
            Tenure left = tenure;
            tenure = null;
            left.leave();
        }
    }

    @Override
    public void abandon(CloseReason reason) {
        if (tenure == null && reason.equals(CloseReason.PROVIDER_GONE)) {
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
        if (handler == null) {
            ending.begin(reason, false);
            return;
        }
        try {
            handler.drain(reason);
        } catch (Throwable fault) {
            handlerFailed(fault);
        }
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
        ending.broken(CloseReason.LOST.because(Fault.text(cause)));
    }

    void handlerFailed(Throwable fault) {
        if (!ending.hasBegun()) {
            counters.count(Counters.HANDLER_FAILED);
            String text = Fault.text(fault);
            log.info("{} {}: closed, {}", protocol, remote, text);
            if (log.isDebugEnabled()) {
                log.debug("{} {}: {}", protocol, remote, Fault.textWithPlace(fault));
            }
            ending.begin(CloseReason.PROTOCOL.because(text), false);
        }
    }

    void handshakeTooSlow() {
        counters.count(Counters.TIMEOUT_HANDSHAKE);
        log.info("{} {}: closed, its handshake took too long", protocol, remote);
        ending.begin(CloseReason.PROTOCOL.because("the handshake took too long"), false);
    }

    void idleTooLong(Duration time) {
        counters.count(Counters.TIMEOUT_IDLE);
        log.info("{} {}: closed, nothing came or went for {} ms", protocol, remote, time.toMillis());
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
        ending.over();
        vacate();
        holding.remove(this);
        log.debug("{} {}: closed, {}", protocol, remote, ending.reason());
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
    public EventLoop loop() {
        return loop;
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    @Override
    public void install(String name, ChannelHandler added) {
        if (tenure == null) {
            throw new IllegalStateException("nobody serves " + id + " now");
        }
        tenure.uses(added.getClass().getClassLoader());
        installed.push(name);
        channel.pipeline().addBefore("residue", name, added);
    }

    @Override
    public void uninstall(String name) {
        if (installed.remove(name) && channel.pipeline().context(name) != null) {
            channel.pipeline().remove(name);
        }
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
        return tenure != null && !ending.hasBegun();
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
        return boundary.written() - boundary.pendingBytes();
    }

    @Override
    public ConnectionTimer schedule(Duration delay, Runnable task) {
        if (tenure == null) {
            throw new IllegalStateException("nobody serves " + id + " now");
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
    public void close(CloseReason reason) {
        ending.begin(reason, true);
    }

    boolean isClosing() {
        return ending.hasBegun();
    }

    @Override
    public String toString() {
        return id + " " + protocol + " " + remote;
    }
}
