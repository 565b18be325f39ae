package arcly.http.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.Body;
import arcly.api.http.HttpException;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.stream.CloseReason;
import arcly.transport.DrainScope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and replies over real sockets and the real transport. */
@Timeout(60)
class HttpOverSocketsTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final Front front = new Front();
    private final List<Wire> wires = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        front.close();
    }

    @Test
    void repliesComeInOrderOnOneConnection() throws Exception {
        BlockingQueue<HttpExchange> later = new LinkedBlockingQueue<>();
        front.get("/now/{n}", exchange -> exchange.reply(text(exchange.variable("n"))));
        front.get("/later/{n}", later::add);
        Wire wire = wire().send(Wire.request("GET", "/later/1") + Wire.request("GET", "/now/2") + Wire.request("GET", "/now/3"));
        HttpExchange first = later.poll(10, TimeUnit.SECONDS);
        assertThat(first.reply(text(first.variable("n")))).isTrue();
        assertThat(first.reply(text("again"))).as("a second reply").isFalse();
        assertThat(wire.read().text()).isEqualTo("1");
        assertThat(wire.read().text()).isEqualTo("2");
        assertThat(wire.read().text()).isEqualTo("3");
    }

    @Test
    void exchangeTellsWhatWasAsked() throws Exception {
        BlockingQueue<HttpExchange> asked = new LinkedBlockingQueue<>();
        front.get("/{app}/{name+}/x", exchange -> {
            asked.add(exchange);
            exchange.reply(text("ok"));
        });
        wire().get("/live/a%20b/c/x?q=1%262&q=3", "X-Two: a", "X-Two: b").read();
        HttpExchange exchange = asked.take();
        assertThat(exchange.path()).isEqualTo("/live/a b/c/x");
        assertThat(exchange.variable("name")).isEqualTo("a b/c");
        assertThat(exchange.query("q")).contains("1&2");
        assertThat(exchange.rawQuery()).isEqualTo("q=1%262&q=3");
        assertThat(exchange.headers("x-two")).containsExactly("a", "b");
        assertThat(exchange.peer().getAddress().isLoopbackAddress()).isTrue();
        assertThat(exchange.isForwarded()).isFalse();
    }

    @Test
    void rangesHeadAndConditions() throws Exception {
        HttpReply reply = HttpReply.ok("video/mp4", Body.of(LETTERS)).etag("v1").header("Last-Modified",
                "Mon, 02 Feb 2026 10:00:00 GMT").build();
        front.get("/a", exchange -> exchange.reply(reply));
        Wire wire = wire();
        Wire.Answer part = wire.get("/a", "Range: bytes=2-4").read();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("cde");
        assertThat(part.header("content-range")).isEqualTo("bytes 2-4/26");
        assertThat(wire.get("/a", "Range: bytes=-2").read().text()).isEqualTo("yz");
        Wire.Answer past = wire.get("/a", "Range: bytes=26-").read();
        assertThat(past.status()).isEqualTo(416);
        assertThat(past.header("content-range")).isEqualTo("bytes */26");
        assertThat(wire.get("/a", "Range: bytes=0-1,3-4").read().text()).as("several ranges").isEqualTo(LETTERS);
        assertThat(wire.get("/a", "Range: bytes=0-1", "If-Range: \"v0\"").read().status()).isEqualTo(200);
        assertThat(wire.get("/a", "Range: bytes=0-1", "If-Range: \"v1\"").read().text()).isEqualTo("ab");
        Wire.Answer head = wire.send(Wire.request("HEAD", "/a")).read(false);
        assertThat(head.header("content-length")).isEqualTo("26");
        assertThat(head.header("accept-ranges")).isEqualTo("bytes");
        Wire.Answer same = wire.get("/a", "If-None-Match: \"v1\"").read();
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("etag")).isEqualTo("\"v1\"");
        assertThat(wire.get("/a", "If-Modified-Since: Mon, 02 Feb 2026 10:00:00 GMT").read().status()).isEqualTo(304);
        assertThat(wire.get("/a").read().text()).isEqualTo(LETTERS);
    }

    @Test
    void textIsCompressedForThoseWhoTakeIt() throws Exception {
        String playlist = "#EXTM3U\n".repeat(500);
        HttpReply reply = HttpReply.ok("application/vnd.apple.mpegurl", Body.of(playlist)).etag("p").build();
        front.get("/p", exchange -> exchange.reply(reply));
        front.get("/v", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.of(playlist)).build()));
        Wire wire = wire();
        Wire.Answer packed = wire.get("/p", "Accept-Encoding: br, gzip;q=0.5").read();
        assertThat(packed.header("content-encoding")).isEqualTo("gzip");
        assertThat(packed.header("vary")).isEqualTo("Accept-Encoding");
        assertThat(packed.header("etag")).isEqualTo("\"p-gzip\"");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).asString(ISO_8859_1)
                .isEqualTo(playlist);
        assertThat(wire.get("/p", "If-None-Match: \"p-gzip\"").read().status()).isEqualTo(304);
        assertThat(wire.get("/p", "Accept-Encoding: gzip;q=0").read().text()).isEqualTo(playlist);
        assertThat(wire.get("/v", "Accept-Encoding: gzip").read().text()).isEqualTo(playlist);
        Wire.Answer head = wire.send(Wire.request("HEAD", "/p", "Accept-Encoding: gzip")).read(false);
        assertThat(head.header("content-length")).isEqualTo(String.valueOf(packed.body().length));
    }

    @Test
    void corsIsOpenForGetOnly() throws Exception {
        front.get("/a", exchange -> exchange.reply(text("a")));
        front.add("POST", "/b", exchange -> exchange.reply(text("b")));
        Wire wire = wire();
        assertThat(wire.get("/a", "Origin: http://elsewhere").read().header("access-control-allow-origin")).isEqualTo("*");
        assertThat(wire.get("/none").read().header("access-control-allow-origin")).isEqualTo("*");
        Wire.Answer asked = wire.send(Wire.request("OPTIONS", "/a", "Origin: http://e", "Access-Control-Request-Method: GET"))
                .read();
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(asked.header("access-control-allow-methods")).isEqualTo("GET, HEAD");
        Wire.Answer post = wire.send(Wire.request("OPTIONS", "/b", "Origin: http://e", "Access-Control-Request-Method: POST"))
                .read();
        assertThat(post.header("access-control-allow-origin")).isNull();
        assertThat(wire.send(Wire.request("POST", "/b", "Content-Length: 0")).read().headers())
                .doesNotContainKey("access-control-allow-origin");
        assertThat(wire.send(Wire.request("OPTIONS", "*")).read().status()).isEqualTo(204);
    }

    @Test
    void whatIsNotServedIsSaidSo() throws Exception {
        front.get("/a", exchange -> exchange.reply(text("a")));
        front.get("/{app}/{name+}/", exchange -> exchange.reply(text("page")));
        front.get("/fails", exchange -> {
            throw new IllegalStateException("on purpose");
        });
        front.get("/refuses", exchange -> {
            throw new HttpException(403, "not <you>");
        });
        Wire wire = wire();
        assertThat(wire.get("/none").read().text()).startsWith("404 Not Found").contains("/none");
        Wire.Answer wrong = wire.send(Wire.request("DELETE", "/a")).read();
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("GET, HEAD");
        assertThat(wire.get("/live/cam?x=1").read().header("location")).isEqualTo("/live/cam/?x=1");
        assertThat(wire.get("/fails").read().status()).isEqualTo(500);
        Wire.Answer refused = wire.get("/refuses", "Accept: text/html").read();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("not &lt;you&gt;");
    }

    @ParameterizedTest
    @CsvSource({"/../x, 400", "/%2e%2e/x, 400", "/a%00, 400", "/a\\b, 400", "//a, 400", "http://localhost/a, 400"})
    void tricksAreRefusedAndTheConnectionEnds(String path, int status) throws Exception {
        Wire wire = wire().get(path);
        assertThat(wire.read().status()).isEqualTo(status);
        assertThat(wire.isEnd()).isTrue();
    }

    @Test
    void bodiesAreReadByTheirRoute() throws Exception {
        front.add("POST", "/p", exchange -> Bodies.collect(exchange.body(100)).whenComplete((body, failure) -> {
            if (failure == null) {
                exchange.reply(text(body.length() + " " + body));
            } // 413 is said for the route
        }));
        Wire wire = wire();
        assertThat(wire.send(Wire.request("POST", "/p", "Content-Length: 5") + "hello").read().text()).isEqualTo("5 hello");
        assertThat(wire.send(Wire.request("POST", "/p", "Transfer-Encoding: chunked") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                .read().text())
                .isEqualTo("5 abcde");
        assertThat(wire.send(Wire.request("POST", "/p")).read().text()).isEqualTo("0 ");
        wire.send(Wire.request("POST", "/p", "Content-Length: 2", "Expect: 100-continue"));
        assertThat(wire.read().status()).isEqualTo(100);
        assertThat(wire.send("ok").read().text()).isEqualTo("2 ok");
        assertThat(wire.send(Wire.request("POST", "/p", "Transfer-Encoding: chunked") + "65\r\n" + "x".repeat(101)).read()
                .status())
                .isEqualTo(413);
        assertThat(wire.isEnd()).isTrue();
        assertThat(wire().send(Wire.request("POST", "/p", "Content-Length: 101")).read().status()).isEqualTo(413);
        assertThat(wire().send(Wire.request("POST", "/p", "Content-Length: 99999999")).read().status()).isEqualTo(413);
    }

    @Test
    void bodyThatNobodyReadsIsSkipped() throws Exception {
        front.add("POST", "/p", exchange -> exchange.reply(text("no thanks")));
        Wire wire = wire();
        wire.send(Wire.request("POST", "/p", "Content-Length: 100000") + "x".repeat(100_000) + Wire.request("POST", "/p",
                "Content-Length: 0"));
        assertThat(wire.read().text()).isEqualTo("no thanks");
        assertThat(wire.read().text()).isEqualTo("no thanks");
    }

    @Test
    void streamedRepliesComeInChunksAndEnd() throws Exception {
        BlockingQueue<SubmissionPublisher<ByteBuffer>> open = new LinkedBlockingQueue<>();
        front.get("/s", exchange -> {
            SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
            exchange.reply(HttpReply.ok("text/event-stream", Body.stream(publisher)).build());
            open.add(publisher);
        });
        Wire wire = wire().get("/s");
        assertThat(wire.readHead().header("transfer-encoding")).isEqualTo("chunked");
        SubmissionPublisher<ByteBuffer> publisher = open.take();
        for (int i = 0; i < 100; i++) {
            publisher.submit(ByteBuffer.wrap(("event " + i).getBytes()));
            assertThat(wire.readChunk()).asString().isEqualTo("event " + i);
        }
        publisher.close();
        assertThat(wire.readChunk()).isEmpty();
        wire.get("/s");
        wire.readHead();
        SubmissionPublisher<ByteBuffer> second = open.take();
        wire.close();
        second.submit(ByteBuffer.wrap("into the void".getBytes()));
        org.awaitility.Awaitility.await().until(() -> !second.hasSubscribers());
    }

    @Test
    void streamIsGivenNoFasterThanItIsTaken() throws Exception {
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(Runnable::run, 8);
        front.get("/s", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.stream(publisher)).build()));
        Wire wire = new Wire(front.address(), 4096);
        wires.add(wire);
        wire.get("/s").readHead();
        byte[] piece = new byte[64 << 10];
        int accepted = 0;
        int refused = 0;
        while (refused < 10_000 && accepted < 10_000) { // far less than that fits between here and the client
            boolean taken = publisher.offer(ByteBuffer.wrap(piece), null) >= 0;
            accepted += taken ? 1 : 0;
            refused = taken ? 0 : refused + 1;
        }
        assertThat(accepted).isLessThan(1000);
        publisher.close();
        long sum = 0;
        for (byte[] chunk = wire.readChunk(); chunk.length > 0; chunk = wire.readChunk()) {
            sum += chunk.length;
        }
        assertThat(sum).isEqualTo((long) accepted * piece.length);
    }

    @Test
    void oldClientsGetTheirConnectionClosed() throws Exception {
        front.get("/a", exchange -> exchange.reply(text("a")));
        front.get("/s", exchange -> exchange.reply(HttpReply.ok("text/plain", Body.stream(Bodies.of("one", "two"))).build()));
        Wire wire = wire().send("GET /a HTTP/1.0\r\n\r\n");
        assertThat(wire.read().header("connection")).isEqualTo("close");
        assertThat(wire.isEnd()).isTrue();
        assertThat(wire().send("GET /s HTTP/1.0\r\n\r\n").read().text()).isEqualTo("onetwo");
        Wire kept = wire().send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(kept.read().header("connection")).isEqualTo("keep-alive");
        assertThat(kept.get("/a", "Connection: close").read().header("connection")).isEqualTo("close");
        assertThat(kept.isEnd()).isTrue();
    }

    @Test
    void clientThatHasSaidAllIsStillAnswered() throws Exception {
        front.get("/a", exchange -> exchange.reply(text("a")));
        Wire wire = wire().send(Wire.request("GET", "/a") + Wire.request("GET", "/a"));
        wire.socket.shutdownOutput();
        assertThat(wire.read().text()).isEqualTo("a");
        assertThat(wire.read().text()).isEqualTo("a");
        assertThat(wire.isEnd()).isTrue();
    }

    @Test
    void filesAreSentInPartAndInWhole(@TempDir Path folder) throws Exception {
        byte[] content = new byte[1_000_000];
        new java.util.Random(51).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        front.get("/f", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.file(file, 10, 900_000)).build()));
        front.get("/gone", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.file(folder.resolve("g"), 0, 1)).build()));
        front.get("/short", exchange -> exchange.reply(HttpReply.ok("video/mp4", Body.file(file, 0, 1_000_001)).build()));
        Wire wire = wire();
        assertThat(wire.get("/f").read().body()).isEqualTo(java.util.Arrays.copyOfRange(content, 10, 900_010));
        assertThat(wire.get("/f", "Range: bytes=5-9").read().body()).isEqualTo(java.util.Arrays.copyOfRange(content, 15, 20));
        assertThat(wire.send(Wire.request("HEAD", "/f")).read(false).header("content-length")).isEqualTo("900000");
        assertThat(wire.get("/gone").read().status()).isEqualTo(404);
        assertThat(wire.get("/short").read().status()).isEqualTo(500);
    }

    @Test
    void largeBodiesReachASlowClientWhole() throws Exception {
        byte[] content = new byte[8 << 20];
        new java.util.Random(52).nextBytes(content);
        HttpReply reply = HttpReply.ok("video/mp4", Body.of(List.of(ByteBuffer.wrap(content, 0, 1 << 20),
                ByteBuffer.wrap(content, 1 << 20, 7 << 20)))).build();
        front.get("/a", exchange -> exchange.reply(reply));
        Wire wire = new Wire(front.address(), 4096);
        wires.add(wire);
        assertThat(wire.get("/a", "Connection: close").read().body()).isEqualTo(content);
        assertThat(wire.isEnd()).isTrue();
        assertThat(wire().get("/a", "Range: bytes=1048570-1048580").read().body())
                .isEqualTo(java.util.Arrays.copyOfRange(content, 1_048_570, 1_048_581));
    }

    @Test
    void javasClientIsServed() throws Exception {
        front.get("/a/{n}", exchange -> exchange.reply(text(exchange.variable("n"))));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendAsync(HttpRequest.newBuilder(URI.create(front.url("/a/" + i))).build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo(String.valueOf(i));
        }
        // asks for an upgrade, and is answered without
        HttpClient h2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertThat(h2.send(HttpRequest.newBuilder(URI.create(front.url("/a/x"))).build(), HttpResponse.BodyHandlers.ofString())
                .body())
                .isEqualTo("x");
    }

    @Test
    void drainAnswersWhatWaitsAndEndsWhatGoesOn() throws Exception {
        BlockingQueue<HttpExchange> asked = new LinkedBlockingQueue<>();
        front.get("/later", asked::add);
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
        front.get("/s", exchange -> exchange.reply(HttpReply.ok("text/plain", Body.stream(publisher)).build()));
        Wire waits = wire().get("/later");
        asked.take();
        Wire goesOn = wire().get("/s");
        goesOn.readHead();
        Wire idle = wire();
        assertThat(idle.get("/none").read().status()).isEqualTo(404);
        front.transport.forBundle(Front.NAME).drain(DrainScope.all(), CloseReason.SHUTDOWN, Duration.ofSeconds(5))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(waits.read().status()).isEqualTo(503);
        assertThat(goesOn.readChunk()).isEmpty();
        assertThat(idle.isEnd()).isTrue();
    }

    @Test
    void thousandsOfAbsentStreamsLeaveNothing() throws Exception {
        front.get("/{app}/{name+}/index.m3u8", exchange -> {
            throw new HttpException(404, "no such stream");
        });
        Wire wire = wire();
        for (int i = 0; i < 5000; i += 50) {
            StringBuilder many = new StringBuilder();
            for (int k = 0; k < 50; k++) {
                many.append(Wire.request("GET", "/live/none" + (i + k) + "/index.m3u8"));
            }
            wire.send(many.toString());
            for (int k = 0; k < 50; k++) {
                assertThat(wire.read().status()).isEqualTo(404);
            }
        }
        assertThat(front.transport.statistics().connections()).isEqualTo(1);
    }

    private Wire wire() throws IOException {
        Wire wire = new Wire(front.address());
        wires.add(wire);
        return wire;
    }

    static HttpReply text(String text) {
        return HttpReply.ok("text/plain", Body.of(text)).build();
    }
}
