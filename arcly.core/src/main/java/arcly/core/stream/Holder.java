package arcly.core.stream;

import arcly.api.stream.CloseReason;
import java.util.function.Consumer;

/**
 * Whose a claim or a reader is.
 *
 * @param session its id; empty for a bundle's own
 * @param protocol by which counters are kept
 * @param identity the same for the same publisher when it comes again; never shown, as it may hold a secret
 * @param text for people: session, protocol, peer
 * @param expelled told when the kernel ends a reader or a publication for a fault of its client
 */
public record Holder(String session, String protocol, String identity, String text, Consumer<CloseReason> expelled) {
    /** A bundle of this process, without a session. */
    static final Holder SERVICE = new Holder("", "service", "", "a service", reason -> { });

    @Override
    public String toString() {
        return text;
    }
}
