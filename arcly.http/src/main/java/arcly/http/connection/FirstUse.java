package arcly.http.connection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Initialises a class of a library with none of this bundle's classes on the stack. Netty's HTTP decoder has an exception in a static
 * field; it keeps for the life of the process who was on the stack when it was made, and so would keep the first generation's class
 * loader.
 */
final class FirstUse {
    private FirstUse() {
    }

    /** Waits for it. Not to be called on a loop. */
    static void of(Class<?> type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle initialise = MethodHandles.lookup().findVirtual(MethodHandles.Lookup.class, "ensureInitialized",
                    MethodType.methodType(Class.class, Class.class));
            Callable<?> task = MethodHandleProxies.asInterfaceInstance(Callable.class,
                    MethodHandles.insertArguments(initialise, 0, lookup, type));
            FutureTask<?> once = new FutureTask<>(task);
            Thread thread = new Thread(once, "arcly-http-first-use"); // whose stack begins in the JDK, and ends with the task
            thread.start();
            once.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException | ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
