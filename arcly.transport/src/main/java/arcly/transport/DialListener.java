package arcly.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears that an outgoing connection could not be made. Implemented by protocols. */
@ConsumerType
@FunctionalInterface
public interface DialListener {

    /** Called at most once, on a loop. */
    void failed(String why);
}
