package arcly.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.http.HttpRoute;
import arcly.transport.Transport;
import arcly.transport.tcp.TcpTransport;
import arcly.transport.tcp.TransportSettings;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing refers to a generation that has left, whatever its connections were at: its class loader goes, a hundred times in a
 * row.
 */
@Timeout(120)
class CollectedGenerationsTest {
    private static final int GENERATIONS = 100;

    private final TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));
    private final SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
    private final List<Wire> wires = new ArrayList<>();
    private ResourceLeakDetector.Level level;

    @BeforeEach
    void withoutLeakDetector() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // its records pin classes
    }

    @AfterEach
    void close() throws Exception {
        for (Wire wire : wires) {
            wire.close();
        }
        transport.close();
        ResourceLeakDetector.setLevel(level);
    }

    @ParameterizedTest(name = "takeover {0}")
    @ValueSource(booleans = {true, false})
    void everyLoaderGoes(boolean takeover) throws Exception {
        HttpReply shared = HttpReply.ok("text/plain", Body.of("shared ".repeat(1000))).build();
        Map<String, HttpRoute> routes = Map.of(
                "/shared", exchange -> exchange.reply(shared),
                "/never", exchange -> { },
                "/endless", this::endless);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        AutoCloseable serving = null;
        for (int i = 0; i < GENERATIONS; i++) {
            serving = replace(serving, takeover, routes, loaders);
            if (wires.isEmpty()) {
                connect(serving);
            }
            assertThat(wires.get(0).get("/shared", "Accept-Encoding: gzip").read().status()).isEqualTo(200);
            publisher.submit(ByteBuffer.wrap(new byte[] {(byte) i}));
            assertThat(wires.get(2).readChunk()).containsExactly(i);
        }
        serving.close();
        serving = null;
        assertThat(transport.statistics().parked()).isEqualTo(4);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            assertThat(loaders.stream().filter(loader -> loader.get() != null).count()).isZero();
        });
    }

    private void endless(HttpExchange exchange) {
        exchange.reply(HttpReply.ok("text/event-stream", Body.stream(publisher)).build());
    }

    /** Idle between requests; asked and not answered; in an endless reply; in the middle of a head. */
    private void connect(AutoCloseable serving) throws Exception {
        await().until(() -> !serving.toString().equals("0"));
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(serving.toString()));
        for (int i = 0; i < 4; i++) {
            wires.add(new Wire(address));
        }
        wires.get(1).get("/never");
        wires.get(2).get("/endless").readHead();
        wires.get(3).send("GET /shared HTTP/1.1\r\nHost: lo");
    }

    private AutoCloseable replace(AutoCloseable former, boolean takeover, Map<String, HttpRoute> routes,
            List<WeakReference<ClassLoader>> loaders) throws Exception {
        Generation generation = new Generation();
        loaders.add(new WeakReference<>(generation));
        if (former != null && !takeover) {
            former.close();
        }
        AutoCloseable next = (AutoCloseable) generation.loadClass(ServedGeneration.class.getName())
                .getConstructor(Transport.class, Map.class).newInstance(transport.forBundle("arcly.http"), routes);
        if (former != null && takeover) {
            former.close();
        }
        return next;
    }
}
