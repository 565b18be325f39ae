package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.transport.Served;
import arcly.transport.TransportStatistics.Handover;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacements while clients talk: no byte is lost, none comes twice, no connection closes. */
@Timeout(60)
class TrafficTest {
    private static final int CLIENTS = 12;
    private static final int REPLACEMENTS = 40;
    private static final int LETTERS_BETWEEN = 30; // letters answered, over all clients, before the next replacement

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    TcpTransport transport;

    Served serve() throws Exception {
        return Post.serve(transport);
    }

    Client client(InetSocketAddress address) throws Exception {
        return Client.to(address);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        transport.close();
    }

    @ParameterizedTest(name = "epoll {0}, takeover {1}")
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void loseNothing(boolean epoll, boolean takeover) throws Exception {
        transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2).withEpoll(epoll));
        Served serving = serve();
        InetSocketAddress address = Post.address(serving);
        List<Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(correspondence(address, 1_000 + i)));
        }

        for (int i = 0; i < REPLACEMENTS; i++) {
            awaitAnswers((i + 1L) * LETTERS_BETWEEN);
            Served former = serving;
            if (takeover) {
                serving = serve();
                former.close();
            } else {
                former.close();
                serving = serve();
            }
            assertThat(former.connections()).isZero();
        }
        awaitAnswers((REPLACEMENTS + 1L) * LETTERS_BETWEEN);
        enough.set(true);
        long all = 0;
        for (Future<Long> client : clients) {
            all += client.get(20, TimeUnit.SECONDS);
        }

        assertThat(all).isEqualTo(answered.get());
        List<Handover> handovers = transport.statistics().handovers();
        assertThat(handovers).hasSize(REPLACEMENTS).allMatch(one -> one.isTakeover() == takeover && one.closed() == 0);
        assertThat(handovers).anyMatch(one -> one.adopted() == CLIENTS && one.longestPause() > 0);
        assertThat(Post.address(serving)).isEqualTo(address);
        serving.close();
    }

    /** Generations that come and go in any order, several at once, faster than connections can follow. */
    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void generationsThatOvertakeEachOther(boolean epoll) throws Exception {
        transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2).withEpoll(epoll));
        Random random = new Random(7);
        List<Served> serving = new ArrayList<>(List.of(serve()));
        InetSocketAddress address = Post.address(serving.get(0));
        List<Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(correspondence(address, 2_000 + i)));
        }

        for (int i = 0; i < 10 * REPLACEMENTS; i++) {
            if (serving.isEmpty() || serving.size() < 4 && random.nextBoolean()) {
                serving.add(serve());
            } else {
                Served leaving = serving.remove(random.nextInt(serving.size()));
                leaving.close();
                assertThat(leaving.connections()).isZero();
            }
            if (random.nextInt(4) == 0) {
                awaitAnswers(answered.get() + (serving.isEmpty() ? 0 : 1));
            }
        }
        if (serving.isEmpty()) {
            serving.add(serve());
        }
        enough.set(true);
        for (Future<Long> client : clients) {
            client.get(20, TimeUnit.SECONDS);
        }
        assertThat(transport.statistics().handovers()).allMatch(one -> one.closed() == 0);
        assertThat(transport.statistics().counters()).containsEntry("handler.failed", 0L);
    }

    private void awaitAnswers(long count) {
        await().atMost(20, TimeUnit.SECONDS).pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS).until(() -> answered.get() >= count);
    }

    /** Sends letters cut at random places, and reads the answers; returns how many. */
    private Callable<Long> correspondence(InetSocketAddress address, long seed) {
        return () -> {
            Random random = new Random(seed);
            long number = 0;
            try (Client client = client(address)) {
                while (!enough.get()) {
                    List<byte[]> sent = new ArrayList<>();
                    ByteBuffer wire = ByteBuffer.allocate(64 << 10);
                    for (int i = random.nextInt(1, 5); i > 0; i--) {
                        byte[] body = new byte[random.nextInt(random.nextInt(10) == 0 ? 12_000 : 200)];
                        random.nextBytes(body);
                        sent.add(body);
                        wire.put(Client.letter(body));
                    }
                    wire.flip();
                    sendInPieces(client, wire, random);
                    for (byte[] body : sent) {
                        ByteBuffer answer = client.answer();
                        assertThat(answer.getLong()).isEqualTo(number++);
                        assertThat(answer.remaining()).isEqualTo(body.length);
                        assertThat(answer.equals(ByteBuffer.wrap(body))).isTrue();
                        answered.incrementAndGet();
                    }
                }
                assertThat(client.endOutput().isAtEnd()).isTrue();
            }
            return number;
        };
    }

    private static void sendInPieces(Client client, ByteBuffer wire, Random random) throws IOException {
        while (wire.hasRemaining()) {
            byte[] piece = new byte[Math.min(wire.remaining(), random.nextInt(1, random.nextBoolean() ? 8 : 6_000))];
            wire.get(piece);
            client.send(piece);
        }
    }
}
