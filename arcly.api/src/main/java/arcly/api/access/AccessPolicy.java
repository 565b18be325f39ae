package arcly.api.access;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Has a say in who may publish and who may play. A whiteboard service: register one, with a {@code service.ranking} (the highest is asked
 * first) and its {@link #NAME}.
 *
 * <p>The first policy that allows or denies decides; one that abstains leaves it to the next; a chain in which none allows, denies. A
 * policy that throws, or has no answer within the application's deadline, denies.
 */
@ConsumerType
@FunctionalInterface
public interface AccessPolicy {
    /** Service property, String: the policy's name, by which an application can require it. */
    String NAME = "arcly.access";

    /** Called on a thread of the kernel; must not block, but may answer later. */
    CompletionStage<Decision> decide(AccessRequest request);
}
