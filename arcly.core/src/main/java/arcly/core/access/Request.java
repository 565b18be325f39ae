package arcly.core.access;

import arcly.api.access.AccessRequest;
import arcly.api.access.Proof;
import arcly.api.stream.StreamKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a session asks the chain. */
public record Request(Action action, StreamKey stream, String protocol, String session, InetSocketAddress peer,
        boolean isLoopback, List<Proof> proofs, Map<String, String> attributes) implements AccessRequest {

    /** @param forwarded it speaks for somebody else, so that the peer's address says nothing */
    public static Request of(Action action, StreamKey stream, String protocol, String session, InetSocketAddress peer,
            boolean forwarded, List<Proof> proofs, Map<String, String> attributes) {
        boolean loopback = !forwarded && (peer == null || peer.getAddress() != null && peer.getAddress().isLoopbackAddress());
        return new Request(action, stream, protocol, session, peer, loopback, List.copyOf(proofs), Map.copyOf(attributes));
    }

    /** Names the request for people; shows no secret. */
    @Override
    public String toString() {
        return action.name().toLowerCase(Locale.ROOT) + " " + stream + " by " + protocol + " session " + session + " from "
                + (peer == null ? "this process" : peer);
    }
}
