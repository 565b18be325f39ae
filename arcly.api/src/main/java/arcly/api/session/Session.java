package arcly.api.session;

import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamKey;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One client's conversation with one stream, from its request to its end, as anybody may see it. Only arcly.core implements it. All
 * methods may be called from any thread.
 */
@ProviderType
public interface Session {

    /** May grow: keep a default branch. */
    enum Role { PUBLISHER, VIEWER }

    /** May grow: keep a default branch. */
    enum State {
        /** Opened; nothing asked yet, or the answer is outstanding. */
        PENDING,
        ACTIVE,
        CLOSED
    }

    /** Short, unique while the process lives, typed by operators. */
    String id();

    /** The protocol's name. */
    String protocol();

    Role role();

    State state();

    /** As asked for; as decided once it was. */
    StreamKey stream();

    /** Null if the client is a bundle of this process. */
    InetSocketAddress peer();

    Instant since();

    long bytesIn();

    long bytesOut();

    /** Nanoseconds of media that a viewer is behind the live edge; 0 for publishers. */
    long lag();

    /** Frames that a viewer was moved past. */
    long skipped();

    /**
     * Nanoseconds from the opening to the first bytes of media that went to, or came from, the client: how long a viewer saw nothing.
     * Negative before.
     */
    default long firstMedia() {
        return -1;
    }

    /** What the protocol and the access policies know besides. */
    Map<String, String> attributes();

    /** Ends it from outside: the protocol is told and closes the connection. Takes effect once. */
    void close(CloseReason reason);

    /** Null unless CLOSED. */
    CloseReason closeReason();
}
