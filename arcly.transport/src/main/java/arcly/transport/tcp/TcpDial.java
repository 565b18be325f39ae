package arcly.transport.tcp;

import arcly.api.stream.CloseReason;
import arcly.transport.DialSpec;
import arcly.transport.handover.Fault;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import arcly.transport.handover.HoldingKey;
import arcly.transport.tls.TlsDoor;
import arcly.transport.tls.TlsFault;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An outgoing connection, from its wish to its end. Any thread. */
final class TcpDial extends Holding {
    private static final Logger log = LoggerFactory.getLogger(TcpDial.class);

    private final TcpTransport transport;
    private final DialSpec target;
    private volatile SocketChannel connecting;

    TcpDial(HoldingKey key, TcpTransport transport, DialSpec target) {
        super(key, transport.terms());
        this.transport = transport;
        this.target = target;
    }

    boolean isTo(DialSpec other) {
        return target.host().equals(other.host()) && target.port() == other.port();
    }

    void connect() {
        transport.resolve(() -> {
            try {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
                TlsDoor door = target.tls() == null ? null : transport.tls().client(target);
                transport.loops().next().execute(() -> connect(address, door));
            } catch (TlsFault fault) {
                transport.loops().next().execute(() -> failed(fault.getMessage()));
            } catch (UnknownHostException unknown) {
                transport.loops().next().execute(() -> failed("unknown host " + target.host()));
            }
        });
    }

    private void connect(InetSocketAddress address, TlsDoor door) {
        if (isFinished()) {
            return;
        }
        SocketChannel channel = transport.loops().newSocketChannel();
        connecting = channel;
        transport.prepare(channel);
        channel.config().setConnectTimeoutMillis((int) Math.min(Integer.MAX_VALUE, target.connectTimeout().toMillis()));
        EventLoop loop = transport.loops().next();
        new TcpConnection(channel, loop, address, this, transport, true, door,
                door == null ? Duration.ZERO : target.connectTimeout(), target::idleTimeout);
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.connect(address).addListener((ChannelFuture done) -> connected(channel, done.cause()));
            } else {
                connected(channel, registered.cause());
            }
        });
    }

    /** When it is connected, the connection has begun already. */
    private void connected(SocketChannel channel, Throwable cause) {
        connecting = null;
        if (cause == null) {
            transport.counters().count(Counters.DIALLED);
        } else {
            channel.close();
            if (!isFinished()) {
                failed(Fault.text(cause));
            }
        }
    }

    private void failed(String why) {
        transport.counters().count(Counters.DIAL_FAILED);
        log.debug("{} to {}:{} could not be dialled: {}", target.protocol(), target.host(), target.port(), why);
        DialTenure serving = (DialTenure) current();
        finish(CloseReason.LOST.because(why));
        if (serving != null) {
            serving.failed(why);
        }
    }

    @Override
    protected void changed() {
        // nothing is accepted here
    }

    @Override
    protected void finished() {
        SocketChannel pending = connecting;
        if (pending != null) {
            pending.close();
        }
        transport.forget(this);
    }

    @Override
    protected void removed(Held connection) {
        transport.connectionRemoved(connection);
        String fault = ((TcpConnection) connection).handshakeFault();
        if (fault != null && !isFinished()) {
            failed("TLS handshake: " + fault);
        }
        finish(CloseReason.LOST); // one connection is all there is: whoever wants another dials again
    }

    @Override
    protected boolean isWorthKeeping() {
        return !held().isEmpty();
    }
}
