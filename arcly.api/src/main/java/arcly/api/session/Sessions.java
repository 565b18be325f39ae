package arcly.api.session;

import java.util.Collection;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The kernel's book of sessions; a service of arcly.core. All methods may be called from any thread and none blocks. */
@ProviderType
public interface Sessions {

    /**
     * Opens a session; nothing is asked or decided yet.
     *
     * @throws arcly.api.stream.StreamException LIMIT if there are too many
     */
    ClientSession open(SessionRequest request);

    /** All that are not closed, oldest first: a snapshot. */
    Collection<Session> list();

    Optional<Session> find(String id);
}
