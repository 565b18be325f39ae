package arcly.transport.tcp;

import arcly.api.stream.CloseReason;
import arcly.transport.DialSpec;
import arcly.transport.DrainScope;
import arcly.transport.ListenerSpec;
import arcly.transport.TransportStatistics;
import arcly.transport.fanout.LoopFanOut;
import arcly.transport.handover.HandoverBook;
import arcly.transport.handover.HandoverTerms;
import arcly.transport.handover.Held;
import arcly.transport.handover.Holding;
import arcly.transport.handover.HoldingKey;
import arcly.transport.loop.EventLoops;
import arcly.transport.tls.CertificateEvents;
import arcly.transport.tls.Certificates;
import arcly.transport.tls.Tls;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The transport of a process: loops, listeners, connections. Works in any Java program; in a framework a component makes
 * one, and every bundle gets its own view of it ({@link #forBundle}). Any thread.
 */
public final class TcpTransport implements AutoCloseable {
    private static final long CLOSE_MILLIS = 3_000;

    private final EventLoops loops;
    private final Counters counters = new Counters();
    private final HandoverBook book = new HandoverBook();
    private final Terms terms;
    private final Tls tls;
    private final AtomicLong ids = new AtomicLong();
    private final ThreadPoolExecutor resolver; // names are looked up there: it may take seconds, and no loop may wait
    private final List<TcpListener> listeners = new CopyOnWriteArrayList<>(); // additions guarded by this
    private final List<TcpDial> dials = new CopyOnWriteArrayList<>();
    private final List<DrainRun> drains = new CopyOnWriteArrayList<>();
    private volatile TransportSettings settings;

    private TcpTransport(TransportSettings settings) {
        this.settings = settings;
        this.loops = new EventLoops(settings.loopCount(), settings.epoll());
        this.terms = new Terms();
        this.tls = new Tls(etc(), Math.max(1, settings.loopCount() / 2), new CertificatesChanged());
        this.resolver = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "arcly-resolver");
            thread.setDaemon(true);
            thread.setContextClassLoader(TcpTransport.class.getClassLoader());
            return thread;
        });
        resolver.prestartAllCoreThreads();
    }

    /** Where relative paths of certificates begin: the folder of the configuration, in arcly's own start and in Karaf's. */
    private static Path etc() {
        return Path.of(System.getProperty("arcly.etc", System.getProperty("karaf.etc", "")));
    }

    public static TcpTransport open(TransportSettings settings) {
        return new TcpTransport(settings);
    }

    /** For programs without a framework: nobody stops it but {@link #close()}. */
    public BundleTransport forBundle(String symbolicName) {
        return forBundle(symbolicName, () -> false);
    }

    /**
     * The view of one generation of a bundle.
     *
     * @param stopping whether everything is being stopped, so that nothing needs to be kept for a next generation
     */
    public BundleTransport forBundle(String symbolicName, BooleanSupplier stopping) {
        return new BundleTransport(this, symbolicName, stopping);
    }

    /** Takes effect on new connections and hand-overs; what is read once stays. */
    public void configure(TransportSettings changed) {
        settings = changed;
    }

    public TransportSettings settings() {
        return settings;
    }

    /** By the names that listeners' {@link arcly.transport.TlsTerms} mention. */
    public Certificates certificates() {
        return tls.certificates();
    }

    public boolean isEpoll() {
        return loops.isEpoll();
    }

    // ---- holdings

    void serve(BundleTransport owner, ListenerSpec spec, ListenerTenure tenure) {
        HoldingKey key = new HoldingKey(spec.protocol(), owner.symbolicName(), spec.pid());
        TcpListener listener;
        boolean isNew;
        do {
            synchronized (this) {
                listener = heirloom(key, owner, spec);
                isNew = listener == null;
                if (isNew) {
                    listener = new TcpListener(key, this, spec);
                    listeners.add(listener);
                }
            }
            tenure.serves(listener);
        } while (!listener.enter(tenure, key));
        if (isNew) {
            listener.apply(spec);
        }
    }

    /** What somebody else has served until now, or has left, and this one may inherit; null if there is nothing. */
    private TcpListener heirloom(HoldingKey key, BundleTransport owner, ListenerSpec spec) {
        TcpListener best = null;
        for (TcpListener listener : listeners) {
            boolean own = listener.key().equals(key);
            if (listener.isFinished()) {
                continue;
            }
            if (own && listener.isAt(spec)) {
                return listener;
            }
            boolean moved = own && listener.isOpenTo(owner); // the same endpoint with another address
            boolean foreign = !own && settings.handoverForeign() && listener.isParked()
                    && listener.key().protocol().equals(key.protocol()) && listener.overlaps(spec);
            if (best == null && (moved || foreign)) {
                best = listener;
            }
        }
        return best;
    }

    void dial(BundleTransport owner, DialSpec target, DialTenure tenure) {
        HoldingKey key = new HoldingKey(target.protocol(), owner.symbolicName(), target.pid());
        TcpDial dial;
        boolean isNew;
        do {
            synchronized (this) {
                dial = dials.stream().filter(one -> one.key().equals(key) && !one.isFinished() && one.isTo(target)).findFirst()
                        .orElse(null);
                isNew = dial == null;
                if (isNew) {
                    dial = new TcpDial(key, this, target);
                    dials.add(dial);
                }
            }
            tenure.serves(dial);
        } while (!dial.enter(tenure, key));
        if (isNew) {
            dial.connect();
        }
    }

    void forget(TcpListener listener) {
        listeners.remove(listener);
    }

    void forget(TcpDial dial) {
        dials.remove(dial);
    }

    void connectionRemoved(Held connection) {
        drains.forEach(run -> run.removed(connection));
    }

    /** A listening socket was closed: whoever waits for its address may have it. */
    void socketReleased() {
        listeners.forEach(TcpListener::nudge);
    }

    /** The bundle that listens there already; null if none of this transport's does. */
    String ownerOf(InetSocketAddress address, TcpListener but) {
        return listeners.stream().filter(listener -> listener != but && listener.has(address)).findFirst()
                .map(listener -> listener.key().symbolicName()).orElse(null);
    }

    private List<Holding> holdings() {
        List<Holding> all = new ArrayList<>(listeners);
        all.addAll(dials);
        return all;
    }

    // ---- the end

    CompletionStage<Integer> drain(DrainScope scope, CloseReason reason, Duration atMost) {
        List<Holding> wanted = holdings();
        scope.symbolicName().ifPresent(name -> wanted.removeIf(holding -> !holding.key().symbolicName().equals(name)));
        DrainRun run = new DrainRun();
        drains.add(run);
        run.start(wanted, reason, atMost, loops.next());
        return run.done().whenComplete((count, none) -> drains.remove(run));
    }

    /** Closes every socket and ends the threads; waits at most some seconds. */
    @Override
    public void close() {
        List<Holding> all = holdings();
        all.forEach(holding -> holding.finish(CloseReason.SHUTDOWN));
        if (!loops.isLoopThread()) {
            DrainRun run = new DrainRun();
            drains.add(run);
            run.start(all, CloseReason.SHUTDOWN, Duration.ofMillis(CLOSE_MILLIS), loops.next());
            await(run.done(), CLOSE_MILLIS);
        }
        resolver.shutdownNow();
        tls.close();
        loops.close();
    }

    /**
     * Waits, at most so long. Without the JDK's own timer for futures: its thread is started by whoever comes first, and
     * would keep the access context and class loader of that bundle for ever.
     */
    static void await(CompletableFuture<?> done, long millis) {
        try {
            done.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            // it goes on by itself
        }
    }

    // ---- what listeners and connections need

    EventLoops loops() {
        return loops;
    }

    Tls tls() {
        return tls;
    }

    Counters counters() {
        return counters;
    }

    HandoverTerms terms() {
        return terms;
    }

    String nextId() {
        return "c" + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
    }

    void resolve(Runnable lookup) {
        resolver.execute(lookup);
    }

    /** What every connection has, from its first moment. */
    void prepare(SocketChannel channel) {
        TransportSettings now = settings;
        channel.config().setAutoRead(false);
        channel.config().setAllowHalfClosure(true); // a parked connection must not close itself at the peer's FIN
        channel.config().setTcpNoDelay(true);
        channel.config().setKeepAlive(now.keepAlive());
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(now.lowWatermark(), now.highWatermark()));
        if (now.receiveBuffer() > 0) {
            channel.config().setReceiveBufferSize(now.receiveBuffer());
        }
        if (now.sendBuffer() > 0) {
            channel.config().setSendBufferSize(now.sendBuffer());
        }
        if (loops.isEpoll() && now.unsent() > 0) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) now.unsent());
        }
    }

    public TransportStatistics statistics() {
        int connections = 0;
        int parked = 0;
        for (Holding holding : holdings()) {
            connections += holding.held().size();
            parked += holding.isParked() ? holding.held().size() : 0;
        }
        long viewerWrites = loops.fanOuts().stream().mapToLong(LoopFanOut::viewerWrites).sum();
        Map<String, Long> named = counters.snapshot();
        loops.fanOuts().forEach(fanOut -> fanOut.addTo(named));
        return new Figures(connections, parked, counters.bytesIn.sum(), counters.bytesOut.sum(), viewerWrites, named,
                book.entries());
    }

    private final class CertificatesChanged implements CertificateEvents {

        @Override
        public void changed() {
            listeners.forEach(TcpListener::certificatesChanged);
        }

        @Override
        public void loaded() {
            counters.count(Counters.CERTIFICATE_LOADED);
        }

        @Override
        public void refused() {
            counters.count(Counters.CERTIFICATE_REFUSED);
        }
    }

    private final class Terms implements HandoverTerms {
        private final EventLoop clock = loops.next();

        @Override
        public HandoverBook book() {
            return book;
        }

        @Override
        public long timeoutNanos() {
            return settings.handoverTimeout().toNanos();
        }

        @Override
        public EventLoop loop() {
            return clock;
        }

        @Override
        public boolean isLoopThread() {
            return loops.isLoopThread();
        }
    }
}
