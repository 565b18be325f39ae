package arcly.api.packager;

import arcly.api.handover.Baton;
import arcly.api.stream.LiveStream;
import java.util.List;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/** What a packager works with, for one stream. Made by arcly.core. */
@ProviderType
public interface PackagerContext {

    LiveStream stream();

    PackagerSettings settings();

    /** What the last packager of this name left for this stream key; empty if it left nothing, or long ago. */
    List<Baton> batons();

    /** Serial, off the hot path: arm the reader with it, and do the work there. */
    Executor executor();

    /** Monotonic nanoseconds. */
    long nanoTime();

    /** Milliseconds since 1970, UTC. */
    long currentTimeMillis();
}
