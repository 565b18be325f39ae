package arcly.api.access;

import arcly.api.stream.StreamKey;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows secrets that proofs are checked against. A whiteboard service: register one; the highest ranking that knows is believed. */
@ConsumerType
@FunctionalInterface
public interface SecretSource {

    /**
     * Called on a thread of the kernel; must not block.
     *
     * @param user empty if the proof names none
     * @return the secret for this action on this stream, or empty if this source does not know
     */
    Optional<String> secret(AccessRequest.Action action, StreamKey stream, String user);
}
