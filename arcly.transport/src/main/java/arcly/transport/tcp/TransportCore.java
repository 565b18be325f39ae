package arcly.transport.tcp;

import arcly.transport.tls.CertificateSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's transport, in a framework. Immediate, so that it is not activated from within a bundle that comes and goes.
 */
@Component(service = TransportCore.class, immediate = true, configurationPid = TransportCore.PID)
@Designate(ocd = TransportCore.Config.class)
public final class TransportCore {
    static final String PID = "arcly.transport";
    private static final Logger log = LoggerFactory.getLogger(TransportCore.class);

    /** The keys, for consoles; they are read by {@link SettingsReader}, which refuses one value and not all. */
    @ObjectClassDefinition(name = "arcly transport", description = "Event loops, sockets and hand-over")
    public @interface Config {
        @AttributeDefinition(min = "0", max = "1024",
                description = "Event loops, each one thread; 0 takes one per core. Scope: next start")
        int loops() default 0;

        @AttributeDefinition(description = "Use Linux' epoll where there is one; otherwise NIO. Scope: next start")
        boolean epoll() default true;

        @AttributeDefinition(min = "1", max = "65535",
                description = "Connections that the operating system keeps until they are accepted. Scope: this listener")
        int backlog() default 1024;

        @AttributeDefinition(min = "0", max = "67108864",
                description = "Receive buffer of a socket (SO_RCVBUF), bytes; 0 leaves it to the system. Scope: new sessions")
        int receive_buffer() default 0;

        @AttributeDefinition(min = "0", max = "67108864",
                description = "Send buffer of a socket (SO_SNDBUF), bytes; 0 leaves it to the system. Scope: new sessions")
        int send_buffer() default 0;

        @AttributeDefinition(min = "0", max = "67108864",
                description = "Bytes that the system takes beyond what is on its way to the peer (TCP_NOTSENT_LOWAT, epoll only);"
                + " 0 leaves it to the system. Scope: new sessions")
        int unsent() default 256 << 10;

        @AttributeDefinition(min = "1024", max = "67108864",
                description = "Bytes: with less than this waiting, a full connection is writable again. Scope: new sessions")
        int watermark_low() default 64 << 10;

        @AttributeDefinition(min = "1024", max = "67108864",
                description = "Bytes: with more than this waiting, a connection is not writable, and a viewer's frames stay in"
                + " the stream's ring. Scope: new sessions")
        int watermark_high() default 256 << 10;

        @AttributeDefinition(
                description = "The system probes peers that are silent for hours (SO_KEEPALIVE). Scope: new sessions")
        boolean keepalive() default true;

        @AttributeDefinition(min = "1", max = "600", description = "Seconds that connections wait for the successor of the bundle"
                + " that served them. Scope: now")
        int handover_timeout() default 10;

        @AttributeDefinition(
                description = "A bundle of another symbolic name may inherit an endpoint at the same address. Scope: now")
        boolean handover_foreign() default false;
    }

    private final ThreadPoolExecutor opener;
    private TransportSettings settings; // guarded by this
    private final Map<String, CertificateSettings> certificates = new HashMap<>(); // guarded by this
    private TcpTransport transport; // guarded by this; null until it is used

    @Activate
    public TransportCore(Map<String, Object> properties) {
        settings = read(properties, TransportSettings.DEFAULT);
        opener = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "arcly-transport");
            thread.setDaemon(true);
            thread.setContextClassLoader(TransportCore.class.getClassLoader());
            return thread;
        });
        opener.prestartAllCoreThreads();
    }

    /**
     * The transport; opened at the first use, because the configuration may come after activation. All threads descend
     * from one that was started in activation: started from within a bundle that comes and goes, they would keep its
     * access context.
     */
    synchronized TcpTransport transport() {
        if (transport == null) {
            transport = CompletableFuture.supplyAsync(() -> TcpTransport.open(settings), opener).join();
            log.info("transport: {} event loops on {}", transport.loops().all().size(), transport.isEpoll() ? "epoll" : "NIO");
            certificates.forEach(transport.certificates()::put);
        }
        return transport;
    }

    synchronized void certificate(String name, CertificateSettings values) {
        certificates.put(name, values);
        if (transport != null) {
            transport.certificates().put(name, values);
        }
    }

    synchronized void withoutCertificate(String name) {
        certificates.remove(name);
        if (transport != null) {
            transport.certificates().remove(name);
        }
    }

    @Modified
    synchronized void changed(Map<String, Object> properties) {
        TransportSettings before = settings;
        settings = read(properties, before);
        if (transport != null) {
            if (settings.loops() != before.loops() || settings.epoll() != before.epoll()) {
                log.warn("{}: loops and epoll take effect at the next start", PID);
            }
            transport.configure(settings);
        }
    }

    @Deactivate
    synchronized void stop() {
        if (transport != null) {
            transport.close();
        }
        opener.shutdown();
    }

    private static TransportSettings read(Map<String, Object> properties, TransportSettings before) {
        SettingsReader reader = new SettingsReader(properties);
        TransportSettings settings = reader.read(before);
        reader.problems().forEach(log::error);
        return settings;
    }
}
