package arcly.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a publisher of some other bundle gives to a connection. The transport subscribes to it, so that the publisher
 * keeps its subscriber while those who serve the connection change; what comes while nobody is armed waits here. Never
 * more than {@value #MOST_WAITING} buffers wait: the publisher is asked for another when one is taken. Used on the
 * connection's loop.
 */
@ProviderType
public interface Inflow {
    /** Enough to fill a write call with small pieces, few enough to keep for each of many slow peers. */
    int MOST_WAITING = 8;

    /** Runs {@code changed} on the loop, when something may be taken or the publisher has ended; once now, if that is so already. */
    void arm(Runnable changed);

    void disarm();

    /** The next buffer, read-only; null if there is none yet, or none any more. */
    ByteBuffer poll();

    /** The publisher has ended, and everything was taken. */
    boolean isEnded();

    /** Why it ended; empty if it ended well, or has not ended. */
    String failure();

    /** Wants no more: the publisher is told, and the connection lets go of it. */
    void cancel();
}
