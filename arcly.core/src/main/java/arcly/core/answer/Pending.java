package arcly.core.answer;

import arcly.api.stream.Answer;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.concurrent.Executor;

/**
 * An answer that is not there yet, or is. The first of a value, a refusal and a cancellation counts.
 *
 * <p>Refusals are kept as a reason and a text: a Throwable would hold the classes of whoever was on the stack.
 */
public final class Pending<T> implements Answer<T> {
    private final Slot<Runnable> slot = new Slot<>();
    private boolean done;
    private T value;
    private Reason refusal;
    private String text;
    private Runnable whenDone;

    /** Runs {@code then} in the thread that makes this done, for the kernel's own use; at once if it is done already. */
    public void whenDone(Runnable then) {
        synchronized (this) {
            if (!done) {
                Runnable former = whenDone;
                whenDone = former == null ? then : () -> {
                    former.run();
                    then.run();
                };
                return;
            }
        }
        then.run();
    }

    /** @return false if it was done before: then the value is the caller's to undo */
    public boolean complete(T result) {
        return finish(result, null, null);
    }

    public boolean refuse(Reason reason, String why) {
        return finish(null, reason, why);
    }

    private boolean finish(T result, Reason reason, String why) {
        Runnable then;
        synchronized (this) {
            if (done) {
                return false;
            }
            done = true;
            value = result;
            refusal = reason;
            text = why;
            then = whenDone;
            whenDone = null;
        }
        if (then != null) {
            then.run();
        }
        slot.callOnce(Runnable::run);
        return true;
    }

    @Override
    public synchronized boolean isDone() {
        return done;
    }

    /** True if there is a value. */
    public synchronized boolean isGranted() {
        return done && refusal == null;
    }

    /** The refusal's reason, or null. */
    public synchronized Reason refusal() {
        return refusal;
    }

    /** The refusal's text, or null. */
    public synchronized String text() {
        return text;
    }

    @Override
    public synchronized T get() {
        if (!done) {
            throw new IllegalStateException("the answer is not there yet");
        }
        if (refusal != null) {
            throw new StreamException(refusal, text);
        }
        return value;
    }

    @Override
    public void arm(Executor executor, Runnable then) {
        slot.arm(executor, then);
        if (isDone()) {
            slot.callOnce(Runnable::run);
        }
    }

    @Override
    public void disarm() {
        slot.disarm();
    }

    @Override
    public void cancel() {
        refuse(Reason.CANCELLED, "the question was taken back");
    }
}
