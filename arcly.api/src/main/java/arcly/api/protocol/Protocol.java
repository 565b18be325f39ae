package arcly.api.protocol;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a protocol bundle speaks and where. A whiteboard service: a bundle that serves a protocol registers one, and provides the capability
 * {@code arcly.protocol;arcly.protocol=NAME} (see {@link SpeaksProtocol}), so that features and plug-ins can require "somebody who speaks
 * rtmp".
 */
@ConsumerType
public interface Protocol {
    /** Namespace of the capability. */
    String NAMESPACE = "arcly.protocol";

    /** {@code rtmp}, {@code rtsp} ... as sessions show it. */
    String name();

    /** Where it listens now, for people: start-up lines, consoles. Any thread; must not block. */
    List<Endpoint> endpoints();
}
