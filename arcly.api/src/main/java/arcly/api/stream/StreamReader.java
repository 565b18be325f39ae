package arcly.api.stream;

import arcly.api.media.Frame;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A cursor on a live stream. Only arcly.core implements it.
 *
 * <p>Frames wait in the stream's ring, not here: a reader costs a number. One that falls over its lag budget, or a whole ring, behind
 * is moved to the newest key frame; that is counted by {@link #skipped()} and is not an error. {@code poll}, {@code sequence},
 * {@code select}, {@code pause} and {@code resume} are called by one thread at a time; the rest from any thread.
 */
@ProviderType
public interface StreamReader extends AutoCloseable {

    LiveStream stream();

    /**
     * Runs {@code wake} on {@code executor} after frames were published, the stream became ready, or its end was reached: at least
     * once after the last of several, and at once if something waits already. Readers with the same executor (by identity) are woken by one
     * {@code execute} and run one after the other. Arming again replaces the former.
     *
     * @throws StreamException GONE if this reader was closed
     */
    void arm(Executor executor, Runnable wake);

    /** Forgets the wake; when this returns, nothing of it is referenced from here. It may still be running on its own executor. */
    void disarm();

    /** The next frame, or null if there is none now. Never blocks, never allocates. */
    Frame poll();

    /** The number of the frame that {@link #poll()} returned last, in the stream's ring: equal for every reader; -1 before the first. */
    long sequence();

    /** Frames that this reader was moved past, all told, of the tracks it wants. */
    long skipped();

    /** Times that it was moved. */
    long jumps();

    /** Nanoseconds of media between the last frame read and the newest published; 0 before the first. */
    long behind();

    /** Changes which tracks are wanted: bit {@code n} for track id {@code n}. A video track begins at its next key frame. */
    void select(long tracks);

    /** No frames and no lag until {@link #resume()}; a paused reader is never evicted. */
    void pause();

    /** Goes on at the newest key frame. */
    void resume();

    boolean isPaused();

    /** Asks the publisher for a key frame of a track: coalesced over all readers to at most one per track and second. */
    void requestKeyframe(int track);

    /** True once every frame before the stream's end was read, or the reader was closed or evicted. */
    boolean isEnded();

    /** Why; null while {@link #isEnded()} is false. */
    CloseReason endReason();

    @Override
    void close();
}
