package arcly.api.relay;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Relays of one configuration, or of one bundle. A whiteboard service: whoever pulls streams from other servers or pushes them
 * there registers one, so that all relays are listed in one place.
 */
@ConsumerType
@FunctionalInterface
public interface Relays {

    /** How they stand now, a snapshot. Any thread; must not block. */
    List<RelayStatus> relays();
}
