package arcly.transport.tls;

import arcly.transport.DialSpec;
import arcly.transport.TlsTarget;
import arcly.transport.TlsTerms;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * All that a process needs for TLS: certificates, and threads for what takes long. Public-key operations take milliseconds;
 * a thousand viewers that connect at once must not hold up those who are watching, so loops leave them to threads of their
 * own. Any thread.
 */
public final class Tls implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000; // a stat of each file: nothing, for an operator who waits

    private final Path folder;
    private final Certificates certificates;
    private final ThreadPoolExecutor handshakes;
    private final ScheduledThreadPoolExecutor clock;
    private Platform platform; // guarded by this: contexts that trust the platform's authorities

    private record Platform(List<String> alpn, SslContext context) {
    }

    /** @param folder from which relative paths are taken */
    public Tls(Path folder, int threads, CertificateEvents events) {
        this.folder = folder;
        certificates = new Certificates(folder, events);
        handshakes = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task ->
                thread(task, "arcly-tls"));
        clock = new ScheduledThreadPoolExecutor(1, task -> thread(task, "arcly-certificates"));
        // Started here: started from within a bundle that comes and goes, they would keep its access context.
        handshakes.prestartAllCoreThreads();
        clock.prestartAllCoreThreads();
        clock.scheduleWithFixedDelay(certificates::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Tls.class.getClassLoader());
        return thread;
    }

    public Certificates certificates() {
        return certificates;
    }

    /** Empty if a listener with these terms can begin; otherwise what is missing, for people. */
    public String missing(TlsTerms terms) {
        return certificates.missing(terms.certificates());
    }

    public TlsDoor server(TlsTerms terms) {
        return new ServerDoor(certificates, terms, handshakes);
    }

    /** Reads files; not on a loop. */
    public TlsDoor client(DialSpec target) throws TlsFault {
        TlsTarget tls = target.tls();
        String name = tls.serverName().isEmpty() ? target.host() : tls.serverName();
        SslContext context = tls.trusted().isEmpty() ? platform(tls.applicationProtocols())
                : context(tls.applicationProtocols(), PemFile.read(folder.resolve(tls.trusted())).certificates());
        return new ClientDoor(Agreed.configured(context.newHandler(ByteBufAllocator.DEFAULT, name, target.port(), handshakes)),
                name);
    }

    /** Kept, the last one at least: reading all authorities takes a tenth of a second, and relays try again often. */
    private synchronized SslContext platform(List<String> alpn) throws TlsFault {
        if (platform == null || !platform.alpn().equals(alpn)) {
            platform = new Platform(alpn, context(alpn, List.of()));
        }
        return platform.context();
    }

    private static SslContext context(List<String> alpn, List<X509Certificate> trusted) throws TlsFault {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS"); // RFC 2818, 3.1
            if (!trusted.isEmpty()) {
                builder.trustManager(trusted.toArray(X509Certificate[]::new));
            }
            return Offers.apply(builder, CertificateSettings.TLS_1_2, new ArrayList<>(alpn)).build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TlsFault("TLS cannot be used: " + unusable.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        handshakes.shutdown();
    }
}
