package arcly.transport.tcp;

import arcly.api.protocol.Endpoint;
import arcly.transport.ListenerSpec;
import arcly.transport.TlsTerms;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import arcly.transport.handover.HoldingKey;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener, its sockets and the connections it accepted. Any thread. */
final class TcpListener extends Holding {
    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    private static final long FIRST_BIND_MILLIS = 1_000;
    private static final long COMPLAINT_NANOS = 5_000_000_000L; // refusals are said in bulk

    private final TcpTransport transport;
    private final List<ListeningSocket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAINT_NANOS);
    private final AtomicLong strangers = new AtomicLong(); // whose TLS handshake failed
    private final AtomicLong named = new AtomicLong(System.nanoTime() - COMPLAINT_NANOS);
    private final AtomicBoolean off = new AtomicBoolean();
    private volatile ListenerSpec spec;

    TcpListener(HoldingKey key, TcpTransport transport, ListenerSpec spec) {
        super(key, transport.terms());
        this.transport = transport;
        this.spec = spec;
    }

    ListenerSpec spec() {
        return spec;
    }

    String scheme() {
        return spec.scheme();
    }

    /** The same addresses asked for: what tells two endpoints of one configuration apart. */
    boolean isAt(ListenerSpec other) {
        return spec.port() == other.port() && spec.bind().equals(other.bind());
    }

    /** True if it has an address that the other wants. */
    boolean overlaps(ListenerSpec other) {
        return other.port() != 0 && spec.port() == other.port() && spec.bind().stream().anyMatch(other.bind()::contains);
    }

    /**
     * Binds what is new, closes what is not wanted any more, leaves alone what stays. Waits for the outcome, one second
     * at most and not on a loop.
     */
    void apply(ListenerSpec wanted) {
        List<ListeningSocket> added = new ArrayList<>();
        List<CompletableFuture<Void>> released = new ArrayList<>();
        synchronized (sockets) {
            spec = wanted;
            if (isFinished()) {
                return;
            }
            List<ListeningSocket> stale = new ArrayList<>(sockets);
            for (String host : widestFirst(wanted.bind())) {
                if (!stale.removeIf(socket -> socket.isFor(host, wanted.port()))) {
                    added.add(new ListeningSocket(this, transport, host, wanted.port()));
                }
            }
            sockets.removeAll(stale);
            certificatesChanged(); // another configuration may name others
            stale.forEach(socket -> released.add(socket.close())); // first: a wider address may take their place
            sockets.addAll(added);
        }
        CompletableFuture<Void> done = CompletableFuture.allOf(released.toArray(CompletableFuture[]::new));
        for (ListeningSocket socket : added) {
            done = done.thenCompose(before -> socket.open()); // in turn: with port 0 the second takes the port of the first
        }
        if (!transport.loops().isLoopThread()) {
            TcpTransport.await(done, FIRST_BIND_MILLIS);
        }
    }

    /** {@code ::} holds IPv4 too, and either wildcard holds all addresses: bound later, they would find the port taken. */
    private static List<String> widestFirst(List<String> hosts) {
        List<String> sorted = new ArrayList<>(hosts);
        sorted.sort(Comparator.comparingInt(host -> {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
            boolean wildcard = address != null && Arrays.equals(address, new byte[address.length]);
            return wildcard ? -address.length : 0;
        }));
        return sorted;
    }

    /** The port that a free one was found for; 0 if there is none yet. */
    int portInUse() {
        return sockets.stream().mapToInt(ListeningSocket::port).filter(port -> port != 0).findFirst().orElse(0);
    }

    List<Endpoint> endpoints() {
        return off.get() ? List.of() : sockets.stream().map(ListeningSocket::endpoint).toList();
    }

    boolean has(InetSocketAddress address) {
        return sockets.stream().map(ListeningSocket::endpoint)
                .anyMatch(endpoint -> endpoint.state() == Endpoint.State.LISTENING && collide(endpoint.address(), address));
    }

    private static boolean collide(InetSocketAddress bound, InetSocketAddress wanted) {
        return bound.getPort() == wanted.getPort() && (bound.getAddress().isAnyLocalAddress()
                || wanted.getAddress().isAnyLocalAddress() || bound.getAddress().equals(wanted.getAddress()));
    }

    void nudge() {
        sockets.forEach(ListeningSocket::nudge);
    }

    /** What its certificates lack; empty if it can speak with those who come, or does not speak TLS. */
    String missing() {
        TlsTerms tls = spec.tls();
        String missing = tls == null ? "" : transport.tls().missing(tls);
        if (missing.isEmpty()) {
            off.set(false);
        } else if (off.compareAndSet(false, true)) { // once, however many addresses it has
            log.info("{} is off: {}", scheme(), missing);
        }
        return missing;
    }

    void certificatesChanged() {
        if (spec.tls() != null) {
            sockets.forEach(ListeningSocket::certify);
        }
    }

    /** On the socket's loop: a new connection, not registered with a loop yet. */
    void accepted(SocketChannel channel) {
        InetSocketAddress peer = channel.remoteAddress();
        ListenerSpec limits = spec;
        if (peer == null || isFinished()) {
            channel.unsafe().closeForcibly();
            return;
        }
        if (open.incrementAndGet() > limits.mostConnections()) {
            open.decrementAndGet();
            refuse(channel, peer, Counters.REFUSED_TOTAL, "there are " + limits.mostConnections() + " already");
            return;
        }
        if (perAddress.merge(peer.getAddress(), 1, Integer::sum) > limits.mostConnectionsPerAddress()) {
            release(peer.getAddress());
            refuse(channel, peer, Counters.REFUSED_ADDRESS,
                    "this address has " + limits.mostConnectionsPerAddress() + " already");
            return;
        }
        transport.counters().count(Counters.ACCEPTED);
        transport.prepare(channel);
        EventLoop loop = transport.loops().next();
        new TcpConnection(channel, loop, peer, this, transport, false, limits.tls() == null ? null : transport.tls().server(limits.tls()),
                limits.handshakeTimeout(), () -> spec.idleTimeout());
        loop.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
                release(peer.getAddress());
            }
        });
    }

    private void refuse(SocketChannel channel, InetSocketAddress peer, String counter, String why) {
        transport.counters().count(counter);
        refused.incrementAndGet();
        channel.unsafe().closeForcibly();
        long now = System.nanoTime();
        long last = complained.get();
        if (now - last >= COMPLAINT_NANOS && complained.compareAndSet(last, now)) {
            log.warn("{}: {} connections refused, the last from {}: {}", scheme(), refused.getAndSet(0),
                    peer.getAddress().getHostAddress(), why);
        }
    }

    private void release(InetAddress address) {
        open.decrementAndGet();
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Said in bulk: whoever scans the internet comes by here. */
    private void handshakeFailed(InetSocketAddress peer, String why) {
        strangers.incrementAndGet();
        long now = System.nanoTime();
        long last = named.get();
        if (now - last >= COMPLAINT_NANOS && named.compareAndSet(last, now)) {
            log.warn("{}: TLS handshakes failed: {}, the last from {}: {}", scheme(), strangers.getAndSet(0),
                    peer.getAddress().getHostAddress(), why);
        }
    }

    @Override
    protected void removed(Held connection) {
        TcpConnection gone = (TcpConnection) connection;
        release(gone.remoteAddress().getAddress());
        if (gone.handshakeFault() != null) {
            handshakeFailed(gone.remoteAddress(), gone.handshakeFault());
        }
        transport.connectionRemoved(connection);
    }

    @Override
    protected void changed() {
        ListenerTenure serving = (ListenerTenure) current();
        while (serving != null && serving.spec() != spec) {
            apply(serving.spec());
            serving = (ListenerTenure) current(); // two changes at once: the last one counts
        }
        sockets.forEach(ListeningSocket::gate);
    }

    @Override
    protected void finished() {
        synchronized (sockets) {
            sockets.forEach(ListeningSocket::close);
        }
        transport.forget(this);
    }

    @Override
    protected boolean isWorthKeeping() {
        return !held().isEmpty() || portInUse() != 0;
    }
}
