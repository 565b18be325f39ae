package arcly.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One viewer of one stream on one connection: a reader whose frames the transport writes, in the form shared with others
 * of its loop, as long as the connection is writable; what does not go out stays in the stream's ring. Belongs to the
 * transport and outlives the bundle: parked with the connection, it keeps its place and what was announced, and waits for
 * {@link #arm}. Used on the connection's loop.
 */
@ProviderType
public interface Viewer {

    /** Goes on after a hand-over, exactly behind the last frame written. */
    void arm(WireOptions options, ViewerListener listener);

    /** Writes nothing until {@link #resume}. */
    void pause();

    /** Goes on at the newest key frame. */
    void resume();

    boolean isPaused();

    /** Frames written. */
    long frames();

    /** Bytes written. */
    long bytes();

    /** Stops; the session and its reader stay as they are. */
    void close();
}
