package arcly.launcher;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks the transport to say goodbye to every connection. The launcher shares no classes with the bundles, so it calls
 * {@code arcly.transport.Transport.drain(DrainScope.all(), CloseReason.SHUTDOWN, atMost)} by name.
 */
final class Drain {
    private static final String TRANSPORT = "arcly.transport.Transport";
    /** The transport closes what is open at its deadline; this is for the closing itself. */
    private static final long GRACE_MILLIS = 500;

    private final BundleContext context;
    private final PrintStream out;

    Drain(BundleContext context, PrintStream out) {
        this.context = context;
        this.out = out;
    }

    /** Returns when the connections are gone, at the latest soon after {@code atMost}. Never throws: a stop goes on. */
    void run(Duration atMost) {
        ServiceReference<?> transport = context.getServiceReference(TRANSPORT);
        if (transport == null) {
            return;
        }
        try {
            int closed = drain(transport, atMost).toCompletableFuture()
                    .get(atMost.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
            out.println(closed == 0 ? "stopping" : "stopping: " + closed + (closed == 1 ? " connection" : " connections") + " drained");
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            out.println("stopping: connections were still open after " + atMost.toMillis() + " ms");
        } catch (ReflectiveOperationException | ExecutionException broken) {
            out.println("stopping without a drain: " + broken);
        }
    }

    @SuppressWarnings("unchecked") // the signature of Transport.drain
    private CompletionStage<Integer> drain(ServiceReference<?> reference, Duration atMost) throws ReflectiveOperationException {
        Bundle bundle = reference.getBundle();
        Class<?> scope = bundle.loadClass("arcly.transport.DrainScope");
        Class<?> reason = bundle.loadClass("arcly.api.stream.CloseReason");
        Method drain = bundle.loadClass(TRANSPORT).getMethod("drain", scope, reason, Duration.class);
        Object all = scope.getMethod("all").invoke(null);
        Object shutdown = reason.getField("SHUTDOWN").get(null);
        return (CompletionStage<Integer>) drain.invoke(context.getService(reference), all, shutdown, atMost);
    }
}
