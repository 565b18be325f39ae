package arcly.itest.container;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The class loaders of a bundle's generations, weakly: those of replaced ones must go. */
public final class Generations {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    /** Notes the loader that serves now. */
    public void note(Bundle bundle) {
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    public int noted() {
        return loaders.size();
    }

    /** Loaders noted that are still reachable, the one that serves now apart. */
    public long left(Bundle serving) {
        BundleWiring wiring = serving == null ? null : serving.adapt(BundleWiring.class);
        ClassLoader now = wiring == null ? null : wiring.getClassLoader();
        return loaders.stream().map(WeakReference::get).filter(loader -> loader != null && loader != now).distinct().count();
    }

    /**
     * Collects until all have gone; a heap dump is left in the folder if they do not.
     *
     * @return how many are left
     */
    public long awaitCollected(Bundle serving, long seconds, Path dumpTo) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long left;
        while ((left = left(serving)) > 0 && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (left > 0) {
            Path dump = dumpTo.resolve("loaders-left.hprof");
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        }
        return left;
    }
}
