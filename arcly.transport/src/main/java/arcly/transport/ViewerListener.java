package arcly.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what happens to a viewer. Implemented by protocols; called on the connection's loop, between two frames. */
@ConsumerType
@FunctionalInterface
public interface ViewerListener {

    /** What it writes to the connection stands on the wire at exactly this place in the stream. */
    void happened(ViewerEvent event);
}
