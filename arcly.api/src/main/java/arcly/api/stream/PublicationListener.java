package arcly.api.stream;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what the kernel wants of a publisher. Implemented by protocols. */
@ConsumerType
@FunctionalInterface
public interface PublicationListener {

    /** Called on the executor given with it, one call at a time. */
    void signalled(PublicationSignal signal);
}
