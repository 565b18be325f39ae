package arcly.api.access;

import arcly.api.stream.StreamKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What somebody wants to do, and by what they prove who they are. Made by arcly.core; immutable. */
@ProviderType
public interface AccessRequest {

    /** May grow: keep a default branch. */
    enum Action { PUBLISH, PLAY }

    Action action();

    StreamKey stream();

    /** The protocol's name: {@code rtmp}, {@code hls} ... */
    String protocol();

    String session();

    /** Null if the asker is a bundle of this process. */
    InetSocketAddress peer();

    /** The peer is on this machine, and nothing says that it only speaks for another: no proxy header, no foreign host name. */
    boolean isLoopback();

    List<Proof> proofs();

    /** What the protocol knows besides: {@code agent}, {@code url} (without secrets) ... */
    Map<String, String> attributes();
}
