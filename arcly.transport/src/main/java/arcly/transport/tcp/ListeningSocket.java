package arcly.transport.tcp;

import arcly.api.protocol.Endpoint;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address that a listener is to accept on: bound as soon as it is free, kept while the listener lives. While nobody
 * serves, it does not accept: who connects waits in the operating system's queue. Works on its own loop; {@link
 * #endpoint} from any thread.
 */
final class ListeningSocket {
    private static final Logger log = LoggerFactory.getLogger(ListeningSocket.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final String COVERED = "another address of this listener";
    private static final String MISSING = "this machine has no address ";
    private static final long LOOK_MILLIS = 10_000; // for what is not expected to change

    private final TcpListener listener;
    private final TcpTransport transport;
    private final String host;
    private final int wantedPort;
    private final EventLoop loop;
    private final CompletableFuture<Void> tried = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    // on the loop
    private ServerSocketChannel channel;
    private InetAddress named; // what the host's name was resolved to
    private int found; // the free port that it had when it listened last; 0: none yet
    private boolean closed;
    private boolean complained;
    private boolean waitsForRetry;

    private volatile Endpoint endpoint;

    ListeningSocket(TcpListener listener, TcpTransport transport, String host, int wantedPort) {
        this.listener = listener;
        this.transport = transport;
        this.host = host;
        this.wantedPort = wantedPort;
        this.loop = transport.loops().next();
        this.endpoint = Endpoint.of(listener.scheme(), InetSocketAddress.createUnresolved(host, wantedPort),
                Endpoint.State.WAITING, "about to be bound");
    }

    /** True if a wish for this address is fulfilled by it: also one for the very port that was found free before. */
    boolean isFor(String otherHost, int otherPort) {
        return host.equals(otherHost) && (wantedPort == otherPort || otherPort != 0 && port() == otherPort);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The port it has; 0 while it has none. */
    int port() {
        Endpoint now = endpoint;
        return now.state() == Endpoint.State.LISTENING ? now.address().getPort() : 0;
    }

    /** Binds, or goes on trying. Completes, on the loop, when it was tried once. */
    CompletableFuture<Void> open() {
        if (NetUtil.createByteArrayFromIpAddressString(host) != null) {
            loop.execute(this::bind);
        } else {
            transport.resolve(() -> {
                InetSocketAddress found = new InetSocketAddress(host, 0); // a name: that may take time, which no loop has
                loop.execute(() -> {
                    named = found.getAddress();
                    bind();
                });
            });
        }
        return tried;
    }

    /** Opens or closes the gate for new connections, as the listener's state asks. */
    void gate() {
        loop.execute(() -> {
            if (channel != null) {
                channel.config().setAutoRead(listener.isSettled());
            }
        });
    }

    /** Another socket was closed: perhaps it was in the way of this one. */
    void nudge() {
        if (endpoint.state() == Endpoint.State.WAITING) {
            open();
        }
    }

    /** Completes, on the loop, when the address is free again. */
    CompletableFuture<Void> close() {
        loop.execute(() -> {
            closed = true;
            tried.complete(null);
            endpoint = Endpoint.of(listener.scheme(), endpoint.address(), Endpoint.State.CLOSED, "");
            if (channel == null) {
                released.complete(null);
            } else {
                channel.close().addListener(done -> released());
                channel = null;
            }
        });
        return released;
    }

    /** A certificate has come, or has gone: without one there is nothing to say to those who connect. */
    void certify() {
        loop.execute(() -> {
            if (channel == null) {
                open();
            } else if (!listener.missing().isEmpty()) {
                ServerSocketChannel open = channel;
                channel = null;
                open.close().addListener(done -> transport.socketReleased());
                off();
            }
        });
    }

    private void off() {
        endpoint = Endpoint.of(listener.scheme(), endpoint.address(), Endpoint.State.CLOSED, listener.missing());
        tried.complete(null);
    }

    private void released() {
        released.complete(null);
        transport.socketReleased();
    }

    private void bind() {
        if (closed || channel != null) {
            return;
        }
        waitsForRetry = false;
        if (!listener.missing().isEmpty()) {
            off();
            return;
        }
        int port = wantedPort != 0 ? wantedPort : found != 0 ? found : listener.portInUse();
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal == null && named == null) {
            failed(InetSocketAddress.createUnresolved(host, port), "unknown host " + host);
            return;
        }
        InetSocketAddress address = literal == null ? new InetSocketAddress(named, port) : new InetSocketAddress(host, port);
        ServerSocketChannel opened = transport.loops().newServerChannel();
        TransportSettings settings = transport.settings();
        opened.config().setAutoRead(false);
        opened.config().setBacklog(settings.backlog());
        if (!isWindows()) { // there it would let two processes have one port
            opened.config().setReuseAddress(true);
        }
        if (settings.receiveBuffer() > 0) {
            opened.config().setReceiveBufferSize(settings.receiveBuffer()); // before listen: decides the window's scale
        }
        opened.pipeline().addLast(new Acceptor());
        channel = opened;
        loop.register(opened).addListener(registered -> {
            if (registered.isSuccess()) {
                opened.bind(address).addListener((ChannelFuture bound) -> bound(opened, address, bound.cause()));
            } else {
                bound(opened, address, registered.cause());
            }
        });
    }

    private void bound(ServerSocketChannel opened, InetSocketAddress address, Throwable cause) {
        if (cause != null) {
            opened.close();
            channel = channel == opened ? null : channel;
            failed(address, reason(address, cause));
        } else if (closed || channel != opened) {
            opened.close().addListener(done -> released());
        } else {
            complained = false;
            found = opened.localAddress().getPort();
            endpoint = Endpoint.of(listener.scheme(), opened.localAddress(), Endpoint.State.LISTENING, "");
            log.info("{} listens on {}", listener.scheme(), text(opened.localAddress()));
            opened.config().setAutoRead(listener.isSettled());
            tried.complete(null);
        }
    }

    private void failed(InetSocketAddress address, String why) {
        if (closed) {
            return;
        }
        boolean harmless = why.startsWith(COVERED) || why.startsWith(MISSING) && isLocal(address);
        endpoint = Endpoint.of(listener.scheme(), address, harmless ? Endpoint.State.CLOSED : Endpoint.State.WAITING, why);
        tried.complete(null);
        if (!complained) {
            complained = true;
            if (harmless) {
                log.info("{} does not listen on {}: {}", listener.scheme(), text(address), why);
            } else {
                transport.counters().count(Counters.BIND_FAILED);
                log.error("{} cannot listen on {}: {}; it is tried again every {} ms", listener.scheme(), text(address), why,
                        RETRY_MILLIS);
            }
        }
        if (!waitsForRetry) {
            waitsForRetry = true;
            loop.schedule(this::open, harmless ? LOOK_MILLIS : RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private String reason(InetSocketAddress address, Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("in use")) {
            if (listener.has(address)) {
                return COVERED + " has it too";
            }
            String owner = transport.ownerOf(address, listener);
            return owner == null ? "port " + address.getPort() + " is in use by another program"
                    : "port " + address.getPort() + " belongs to bundle " + owner;
        }
        if (text.contains("cannot assign") || text.contains("not supported")) {
            return MISSING + host;
        }
        return text.contains("denied") ? "no permission to bind port " + address.getPort() : String.valueOf(cause.getMessage());
    }

    /** One that a default names for both IP versions, and a machine may have for one of them only. */
    private static boolean isLocal(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return ip != null && (ip.isLoopbackAddress() || ip.isAnyLocalAddress());
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    static String text(InetSocketAddress address) {
        return address.isUnresolved() ? address.getHostString() + ":" + address.getPort()
                : NetUtil.toSocketAddressString(address);
    }

    /** Gives accepted channels to the listener. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object child) {
            listener.accepted((SocketChannel) child);
        }

        /** Usually too many open files: without a pause it would come again at once. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            transport.counters().count(Counters.ACCEPT_FAILED);
            log.error("{} on {}: accept failed: {}", listener.scheme(), text(endpoint.address()), cause.getMessage());
            ctx.channel().config().setOption(ChannelOption.AUTO_READ, false);
            loop.schedule(ListeningSocket.this::gate, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
