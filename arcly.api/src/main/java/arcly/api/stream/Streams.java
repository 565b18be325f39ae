package arcly.api.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The kernel's directory of streams and applications; a service of arcly.core. All methods may be called from any thread and none
 * blocks. Clients publish and play through {@code arcly.api.session.Sessions}, where access is decided.
 */
@ProviderType
public interface Streams {

    /** The stream while it is STARTING, PUBLISHING or SUSPENDED. */
    Optional<LiveStream> find(StreamKey key);

    /** All that {@link #find} would find, a snapshot in key order. */
    Collection<LiveStream> live();

    /**
     * Waits for a stream to be live and ready, and asks the source providers for it if it is absent. For a bundle's own use: no
     * access decision is made.
     *
     * @param atMost the answer is TIMEOUT after this
     */
    Answer<LiveStream> await(StreamKey key, Duration atMost);

    /** Applications by name, as configured now. */
    Collection<Application> applications();

    /**
     * What should be seldom, by name, since the start: limits that were hit ({@code publish.busy}, {@code limit.readers}), frames refused,
     * readers moved or evicted, faults of listeners and policies. A snapshot; what never happened is not in it.
     */
    Map<String, Long> counters();
}
