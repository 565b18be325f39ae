package arcly.api.session;

import arcly.api.access.Proof;
import arcly.api.stream.StreamKey;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who wants what. Immutable. */
public final class SessionRequest {
    private final String protocol;
    private final Session.Role role;
    private final StreamKey stream;
    private final InetSocketAddress peer;
    private final boolean forwarded;
    private final boolean service;
    private final List<Proof> proofs;
    private final Map<String, String> attributes;

    private SessionRequest(Builder from) {
        protocol = from.protocol;
        role = from.role;
        stream = from.stream;
        peer = from.peer;
        forwarded = from.forwarded;
        service = from.service;
        proofs = List.copyOf(from.proofs);
        attributes = Map.copyOf(from.attributes);
    }

    public static Builder publisher(String protocol, StreamKey stream) {
        return new Builder(protocol, Session.Role.PUBLISHER, stream);
    }

    public static Builder viewer(String protocol, StreamKey stream) {
        return new Builder(protocol, Session.Role.VIEWER, stream);
    }

    public String protocol() {
        return protocol;
    }

    public Session.Role role() {
        return role;
    }

    public StreamKey stream() {
        return stream;
    }

    /** Null: a bundle of this process, which needs no access decision. */
    public InetSocketAddress peer() {
        return peer;
    }

    public boolean isForwarded() {
        return forwarded;
    }

    /** A viewer that is no audience: it does not keep an on-demand source alive, and is not counted among a stream's viewers. */
    public boolean isService() {
        return service;
    }

    public List<Proof> proofs() {
        return proofs;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String protocol;
        private final Session.Role role;
        private final StreamKey stream;
        private InetSocketAddress peer;
        private boolean forwarded;
        private boolean service;
        private final List<Proof> proofs = new ArrayList<>();
        private final Map<String, String> attributes = new HashMap<>();

        private Builder(String protocol, Session.Role role, StreamKey stream) {
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            this.role = role;
            this.stream = Objects.requireNonNull(stream, "stream");
        }

        /** Without it the session is taken for one of this process's own bundles, and nobody is asked whether it may. */
        public Builder peer(InetSocketAddress address) {
            peer = address;
            return this;
        }

        /** The request speaks for somebody else (a proxy's header, PROXY protocol) or for a host that is not this one. */
        public Builder forwarded(boolean isForwarded) {
            forwarded = isForwarded;
            return this;
        }

        /** A viewer that only takes the stream elsewhere: a relay, a recorder. */
        public Builder service(boolean isService) {
            service = isService;
            return this;
        }

        public Builder proof(Proof proof) {
            proofs.add(Objects.requireNonNull(proof, "proof"));
            return this;
        }

        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        public SessionRequest build() {
            return new SessionRequest(this);
        }
    }
}
