package arcly.itest.scene;

import arcly.api.access.AccessPolicy;
import arcly.api.access.AccessRequest;
import arcly.api.access.Decision;
import arcly.api.stream.StreamKey;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** Has no opinion on most streams; on those named {@code slow...} it decides when the test says so. */
public final class SlowPolicy implements AccessPolicy, AutoCloseable {
    private final Map<String, CompletableFuture<Decision>> pending = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final ServiceRegistration<AccessPolicy> registration;

    public SlowPolicy(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>(Map.of(AccessPolicy.NAME, "slow", Constants.SERVICE_RANKING,
                1000));
        registration = context.registerService(AccessPolicy.class, this, properties);
    }

    @Override
    public CompletionStage<Decision> decide(AccessRequest request) {
        String name = request.stream().name();
        if (!name.startsWith("slow")) {
            return CompletableFuture.completedFuture(Decision.abstain());
        }
        asked.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        return pending.computeIfAbsent(name, key -> new CompletableFuture<>());
    }

    /** How often it was asked about a stream. */
    public int asked(String name) {
        AtomicInteger times = asked.get(name);
        return times == null ? 0 : times.get();
    }

    /** Lets the asker in, under another name. */
    public void allow(String name, StreamKey as) {
        pending.get(name).complete(Decision.allow().withStream(as));
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
