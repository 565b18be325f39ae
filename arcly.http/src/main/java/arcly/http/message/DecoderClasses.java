package arcly.http.message;

import io.netty.handler.codec.http.HttpRequestDecoder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Initialises Netty's decoder with nothing of this bundle on the stack. It keeps exceptions in static fields, and their backtraces hold
 * the classes that were on the stack then: those of whichever generation of this bundle came first would never go.
 */
public final class DecoderClasses {

    private DecoderClasses() {
    }

    /** Returns once they are initialised. Not to be called on an event loop. */
    public static void initialise() {
        try {
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(HttpRequestDecoder.class, MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class));
            Thread thread = new Thread(MethodHandleProxies.asInterfaceInstance(Runnable.class, constructor), "arcly-http-classes");
            thread.start();
            thread.join();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Netty's decoder has a constructor without arguments", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they are initialised later then
        }
    }
}
