package arcly.api.protocol;

import java.net.InetSocketAddress;
import java.util.Objects;

/** One address at which a protocol can be reached, and how that stands. Immutable. */
public final class Endpoint {

    /** May grow: keep a default branch. */
    public enum State {
        LISTENING,
        /** Not yet, but tried again: {@link #text()} says what is in the way. */
        WAITING,
        CLOSED
    }

    private final String scheme;
    private final InetSocketAddress address;
    private final State state;
    private final String text;

    private Endpoint(String scheme, InetSocketAddress address, State state, String text) {
        this.scheme = Objects.requireNonNull(scheme, "scheme");
        this.address = Objects.requireNonNull(address, "address");
        this.state = Objects.requireNonNull(state, "state");
        this.text = Objects.requireNonNull(text, "text");
    }

    /** @param text for people; empty if there is nothing to add */
    public static Endpoint of(String scheme, InetSocketAddress address, State state, String text) {
        return new Endpoint(scheme, address, state, text);
    }

    /** Of its URLs: {@code rtmp}. */
    public String scheme() {
        return scheme;
    }

    public InetSocketAddress address() {
        return address;
    }

    public State state() {
        return state;
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return scheme + "://" + host() + ":" + address.getPort() + " " + state
                + (text.isEmpty() ? "" : " (" + text + ")");
    }

    /** As it stands in a URL: an IPv6 address in brackets, its zeros left out. */
    private String host() {
        String host = address.getHostString();
        return host.indexOf(':') < 0 ? host : "[" + host.replaceFirst("(^|:)(0(:|$)){2,}", "::") + "]";
    }
}
