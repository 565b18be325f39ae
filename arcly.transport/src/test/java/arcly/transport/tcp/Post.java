package arcly.transport.tcp;

import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.fixture.Numbered;
import java.net.InetSocketAddress;
import java.util.List;

/** What most tests here serve. */
final class Post {
    static final String BUNDLE = "fixture.post";

    private Post() {
    }

    static ListenerSpec.Builder listener() {
        return ListenerSpec.of("post", "fixture.post.pid").bind(List.of("127.0.0.1"));
    }

    /** A generation of the bundle, as a framework would make it. */
    static Served serve(TcpTransport transport) {
        return serve(transport, listener().build(), new Numbered());
    }

    static Served serve(TcpTransport transport, ListenerSpec spec, ConnectionProtocol protocol) {
        return transport.forBundle(BUNDLE).serve(spec, protocol);
    }

    static InetSocketAddress address(Served served) {
        return served.endpoints().get(0).address();
    }
}
