package arcly.transport.tcp;

import static org.awaitility.Awaitility.await;

import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests with real sockets have in common. */
@Timeout(30)
abstract class TransportTest {
    TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    void reopen(TransportSettings settings) {
        transport.close();
        transport = TcpTransport.open(settings);
    }

    Served serve(ConnectionProtocol protocol) {
        return Post.serve(transport, Post.listener().build(), protocol);
    }

    Served serve(ListenerSpec.Builder listener, ConnectionProtocol protocol) {
        return Post.serve(transport, listener.build(), protocol);
    }

    Client client(Served served) throws IOException {
        return Client.to(Post.address(served));
    }

    Client client(InetSocketAddress address) throws IOException {
        return Client.to(address);
    }

    long count(String counter) {
        return transport.statistics().counters().get(counter);
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(10, TimeUnit.SECONDS).pollDelay(0, TimeUnit.MILLISECONDS).pollInterval(5, TimeUnit.MILLISECONDS)
                .until(condition);
    }
}
