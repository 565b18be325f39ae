package arcly.api.session;

import arcly.api.stream.CloseReason;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears that the session it serves was closed by somebody else. Implemented by protocols. */
@ConsumerType
@FunctionalInterface
public interface SessionListener {

    void closed(CloseReason reason);
}
