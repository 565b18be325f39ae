package arcly.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.http.HttpSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door is replaced, and so are routes: no request fails, no reply breaks off, nothing comes twice. */
@Timeout(90)
class HttpHandoverTest {
    private final Front front = new Front();
    private final List<Wire> wires = new ArrayList<>();
    private final ExecutorService others = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        front.close();
        others.shutdownNow();
    }

    /** Pipelined requests, some with bodies, cut at random bytes; every answer comes, in order. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacedAtRandomBytes(boolean takeover) throws Exception {
        front.get("/get/{n}", exchange -> exchange.reply(HttpOverSocketsTest.text("got " + exchange.variable("n"))));
        front.add("POST", "/post/{n}", exchange -> Bodies.collect(exchange.body(1000)).thenAccept(body ->
                exchange.reply(HttpOverSocketsTest.text("post " + exchange.variable("n") + ' ' + body))));
        front.get("/large", exchange -> exchange.reply(HttpOverSocketsTest.text("x".repeat(300_000))));
        Random random = new Random(53);
        Wire wire = wire();
        for (int round = 0; round < 40; round++) {
            StringBuilder text = new StringBuilder();
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String body = "b".repeat(random.nextInt(50));
                switch (random.nextInt(4)) {
                    case 0 -> {
                        text.append(Wire.request("GET", "/get/" + i));
                        wanted.add("got " + i);
                    }
                    case 1 -> {
                        text.append(Wire.request("POST", "/post/" + i, "Content-Length: " + body.length())).append(body);
                        wanted.add("post " + i + ' ' + body);
                    }
                    case 2 -> {
                        text.append(Wire.request("POST", "/post/" + i, "Transfer-Encoding: chunked"))
                                .append("3\r\nabc\r\n0b;x=y\r\ndefghijklmn\r\n0\r\nT: r\r\n\r\n");
                        wanted.add("post " + i + " abcdefghijklmn");
                    }
                    default -> {
                        text.append(Wire.request("GET", "/large"));
                        wanted.add("x".repeat(300_000));
                    }
                }
            }
            byte[] bytes = text.toString().getBytes();
            int cut = random.nextInt(bytes.length);
            wire.send(Arrays.copyOf(bytes, cut));
            front.replace(takeover);
            wire.send(Arrays.copyOfRange(bytes, cut, bytes.length));
            for (String answer : wanted) {
                assertThat(wire.read().text()).isEqualTo(answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacedAfterEachByteOfARequest(boolean takeover) throws Exception {
        front.add("POST", "/p", exchange -> Bodies.collect(exchange.body(1000)).thenAccept(body ->
                exchange.reply(HttpOverSocketsTest.text(body))));
        Wire wire = wire();
        for (byte b : (Wire.request("POST", "/p", "Transfer-Encoding: chunked") + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n").getBytes()) {
            wire.send(new byte[] {b});
            front.replace(takeover);
        }
        assertThat(wire.read().text()).isEqualTo("abcd");
    }

    /** An exchange that waits is taken from its route and asked again; the first answer to the new one counts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitingRequestIsAskedAgain(boolean takeover) throws Exception {
        BlockingQueue<HttpExchange> asked = new LinkedBlockingQueue<>();
        AtomicInteger over = new AtomicInteger();
        front.add("GET,POST", "/later", exchange -> {
            exchange.arm(over::incrementAndGet);
            asked.add(exchange);
        });
        Wire wire = wire().send(Wire.request("POST", "/later?q", "X-A: b", "Content-Length: 4") + "body");
        HttpExchange first = asked.poll(10, TimeUnit.SECONDS);
        assertThat(Bodies.collect(first.body(10)).get(10, TimeUnit.SECONDS)).isEqualTo("body");
        front.replace(takeover);
        HttpExchange second = asked.poll(10, TimeUnit.SECONDS);
        assertThat(over.get()).isEqualTo(1);
        assertThat(first.reply(HttpOverSocketsTest.text("too late"))).isFalse();
        assertThat(second.header("x-a")).contains("b");
        assertThat(second.rawQuery()).isEqualTo("q");
        assertThat(Bodies.collect(second.body(10)).get(10, TimeUnit.SECONDS)).isEqualTo("body");
        assertThat(second.reply(HttpOverSocketsTest.text("in time"))).isTrue();
        assertThat(wire.read().text()).isEqualTo("in time");
        Awaitility.await().until(() -> over.get() == 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endlessReplyGoesOnOverTenGenerations(boolean takeover) throws Exception {
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
        front.get("/s", exchange -> exchange.reply(HttpReply.ok("text/event-stream", Body.stream(publisher)).build()));
        Wire wire = wire().send(Wire.request("GET", "/s") + Wire.request("GET", "/s"));
        wire.readHead();
        for (int generation = 0; generation < 10; generation++) {
            for (int i = 0; i < 5; i++) {
                publisher.submit(ByteBuffer.wrap((generation + "." + i).getBytes()));
                if (i == 2) {
                    front.replace(takeover);
                }
            }
            for (int i = 0; i < 5; i++) {
                assertThat(wire.readChunk()).asString().isEqualTo(generation + "." + i);
            }
        }
        assertThat(publisher.getNumberOfSubscribers()).isEqualTo(1);
        publisher.close();
        assertThat(wire.readChunk()).isEmpty();
        assertThat(wire.readHead().status()).as("the request behind it").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fileAndLargeBodyAreFinished(boolean takeover, @TempDir Path folder) throws Exception {
        byte[] content = new byte[6 << 20];
        new Random(54).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        front.get("/f", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.file(file, 0, content.length)).build()));
        front.get("/b", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.of(List.of(ByteBuffer.wrap(content))))
                .build()));
        for (String path : List.of("/f", "/b")) {
            Wire wire = new Wire(front.address(), 4096);
            wires.add(wire);
            wire.send(Wire.request("GET", path) + Wire.request("GET", path, "Range: bytes=0-3"));
            Wire.Answer head = wire.readHead();
            assertThat(head.header("content-length")).isEqualTo(String.valueOf(content.length));
            byte[] got = new byte[content.length];
            int half = content.length / 2;
            wire.readInto(got, 0, half);
            front.replace(takeover);
            front.replace(takeover);
            wire.readInto(got, half, content.length - half);
            assertThat(got).isEqualTo(content);
            assertThat(wire.read().body()).isEqualTo(Arrays.copyOf(content, 4));
        }
    }

    @Test
    void requestWaitsForTheSuccessorOfItsRoute() throws Exception {
        BlockingQueue<HttpExchange> asked = new LinkedBlockingQueue<>();
        long first = front.get("/{app}/x", asked::add);
        Wire waiting = wire().get("/live/x");
        asked.take();
        front.remove(first);
        Wire late = wire().get("/live/x");
        front.replace(true); // who knows of the departure still
        Wire later = wire().get("/live/x");
        front.get("/{app}/x", exchange -> exchange.reply(HttpOverSocketsTest.text("successor")));
        for (Wire wire : List.of(waiting, late, later)) {
            assertThat(wire.read().text()).isEqualTo("successor");
        }
    }

    @Test
    void requestWhoseRouteDoesNotComeBackIsToldSo() throws Exception {
        HttpSettings d = HttpSettings.DEFAULT;
        HttpSettings quick = new HttpSettings(d.limits(), d.bodyBytes(), d.headerTimeout(), d.bodyTimeout(), d.answerTimeout(),
                d.replyTimeout(), d.keepAliveTimeout(), Duration.ofMillis(300), d.gzipBytes(), d.cacheBytes());
        try (Front brief = new Front(quick); Wire wire = new Wire(brief.address())) {
            brief.remove(brief.get("/a", exchange -> { }));
            Wire.Answer answer = wire.get("/a").read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("1");
            assertThat(wire.get("/a").read().status()).isEqualTo(404);
        }
    }

    /** Clients that ask without pause, and routes that answer on another thread, over many generations. */
    @Test
    void nobodyNoticesTwentyReplacementsUnderLoad() throws Exception {
        front.get("/a/{n}", exchange -> others.execute(() ->
                exchange.reply(HttpOverSocketsTest.text(exchange.variable("n")))));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<Throwable> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 8; c++) {
            Wire wire = wire();
            Thread client = new Thread(() -> {
                try {
                    for (int n = 0; !stop.get(); n++) {
                        assertThat(wire.get("/a/" + n).read().text()).isEqualTo(String.valueOf(n));
                        answered.incrementAndGet();
                    }
                } catch (IOException | AssertionError failed) {
                    wrong.add(failed);
                }
            });
            clients.add(client);
            client.start();
        }
        for (int i = 0; i < 20; i++) {
            int before = answered.get();
            Awaitility.await().until(() -> !wrong.isEmpty() || answered.get() > before + 100);
            front.replace(i % 2 == 0);
        }
        stop.set(true);
        for (Thread client : clients) {
            client.join(10_000);
        }
        assertThat(wrong).isEmpty();
    }

    private Wire wire() throws IOException {
        Wire wire = new Wire(front.address());
        wires.add(wire);
        return wire;
    }
}
