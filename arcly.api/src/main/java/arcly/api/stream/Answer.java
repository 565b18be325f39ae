package arcly.api.stream;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the kernel owes to somebody who asked. The question is asked once and counted once, whoever reads the answer: a bundle that
 * is being replaced disarms, and its successor arms the same answer again (it is found at the session, which outlives both). That is
 * why this is not a {@code CompletionStage}, which could never let go of a continuation.
 *
 * <p>Only arcly.core implements it. All methods may be called from any thread.
 */
@ProviderType
public interface Answer<T> {

    /** True once there is a value, a refusal, or the deadline has passed. */
    boolean isDone();

    /**
     * The value.
     *
     * @throws StreamException if it was refused, timed out or was cancelled
     * @throws IllegalStateException if {@link #isDone()} is false
     */
    T get();

    /**
     * Runs {@code then} on {@code executor} once, as soon as the answer is there; at once if it is already. An answer has one
     * listener: arming again replaces the former.
     */
    void arm(Executor executor, Runnable then);

    /** Forgets the listener; when this returns, nothing of it is referenced from here, and it is not handed to its executor any more. */
    void disarm();

    /** Takes the question back. A value that came in spite of it is undone by the kernel. No effect once done. */
    void cancel();
}
