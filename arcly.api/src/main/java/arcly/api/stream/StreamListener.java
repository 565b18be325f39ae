package arcly.api.stream;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens to streams. A whiteboard service: register one. Listeners run off the hot path, each in order and alone; one that
 * throws or stalls is named by bundle and version, counted, and after repeated faults heard no more. A gap in
 * {@link StreamEvent#sequence()} shows that events were thrown away because the listener was too slow.
 */
@ConsumerType
@FunctionalInterface
public interface StreamListener {

    void happened(StreamEvent event);
}
