package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.fixture.Generation;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing refers to a generation that has left: its class loader goes, over a hundred replacements in a row. */
@Timeout(120)
class CollectedGenerationsTest {
    private static final int GENERATIONS = 100;
    private static final int CLIENTS = 4;

    private ResourceLeakDetector.Level level;
    TcpTransport transport;

    ListenerSpec listener() throws Exception {
        return Post.listener().build();
    }

    Client client(InetSocketAddress address) throws Exception {
        return Client.to(address);
    }

    @BeforeEach
    void withoutLeakDetector() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // its records pin classes
    }

    @AfterEach
    void close() {
        transport.close();
        ResourceLeakDetector.setLevel(level);
    }

    @ParameterizedTest(name = "epoll {0}, takeover {1}")
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void everyLoaderGoes(boolean epoll, boolean takeover) throws Exception {
        transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2).withEpoll(epoll));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        try {
            Served serving = null;
            for (int i = 0; i < GENERATIONS; i++) {
                serving = replace(serving, takeover, loaders);
                if (clients.isEmpty()) {
                    InetSocketAddress address = Post.address(serving);
                    for (int c = 0; c < CLIENTS; c++) {
                        clients.add(client(address));
                    }
                }
                talk(clients, i);
            }
            serving.close();
            assertThat(transport.statistics().parked()).isEqualTo(CLIENTS);
            Served last = serving;
            serving = null;
            assertThat(last.connections()).isZero();
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        assertAllGone(loaders);
    }

    private Served replace(Served former, boolean takeover, List<WeakReference<ClassLoader>> loaders) throws Exception {
        Generation generation = new Generation();
        loaders.add(new WeakReference<>(generation));
        if (former != null && !takeover) {
            former.close();
        }
        Served next = Post.serve(transport, listener(), generation.numbered());
        if (former != null && takeover) {
            former.close();
        }
        return next;
    }

    /** Each with a letter that is cut where the replacement comes. */
    private static void talk(List<Client> clients, int round) throws IOException {
        for (Client client : clients) {
            byte[] letter = Client.letter(new byte[] {1, 2, 3});
            if (round > 0) {
                client.send(Arrays.copyOfRange(letter, 5, letter.length));
                ByteBuffer answer = client.answer();
                assertThat(answer.getLong()).isEqualTo(2L * round - 1);
            }
            client.send(letter);
            assertThat(client.number()).isEqualTo(2L * round);
            client.send(Arrays.copyOf(letter, 5));
        }
    }

    private static void assertAllGone(List<WeakReference<ClassLoader>> loaders) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            assertThat(loaders.stream().filter(loader -> loader.get() != null).count()).isZero();
        });
    }
}
