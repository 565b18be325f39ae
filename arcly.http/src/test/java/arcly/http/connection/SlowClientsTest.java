package arcly.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import arcly.http.HttpSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that begin and do not go on, in each part of a conversation; each with a deadline of its own, all others far away. */
@Timeout(60)
class SlowClientsTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofSeconds(60);

    private Front front;

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void headThatDoesNotEnd() throws IOException {
        serve(SOON, NEVER, NEVER, NEVER, NEVER);
        try (Wire wire = new Wire(front.address())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: a\r\n").read().status()).isEqualTo(408);
            assertThat(wire.isEnd()).isTrue();
        }
    }

    @Test
    void connectionThatSaysNothing() throws IOException {
        serve(SOON, NEVER, NEVER, NEVER, NEVER);
        try (Wire wire = new Wire(front.address())) {
            assertThat(wire.isEnd()).isTrue();
        }
    }

    @Test
    void deadlineGoesOnOverAReplacement() throws IOException {
        serve(Duration.ofMillis(500), NEVER, NEVER, NEVER, NEVER);
        try (Wire wire = new Wire(front.address())) {
            wire.send("GET / HTTP/1.1\r\n");
            front.replace(true);
            front.replace(false);
            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void bodyThatDoesNotEnd() throws IOException {
        serve(NEVER, SOON, NEVER, NEVER, NEVER);
        front.add("POST", "/p", exchange -> Bodies.collect(exchange.body(100)));
        try (Wire wire = new Wire(front.address())) {
            assertThat(wire.send(Wire.request("POST", "/p", "Content-Length: 5") + "he").read().status()).isEqualTo(408);
            assertThat(wire.isEnd()).isTrue();
        }
    }

    @Test
    void routeThatDoesNotAnswer() throws IOException {
        serve(NEVER, NEVER, SOON, NEVER, NEVER);
        front.get("/a", exchange -> { });
        front.get("/b", exchange -> exchange.reply(HttpOverSocketsTest.text("b")));
        try (Wire wire = new Wire(front.address())) {
            assertThat(wire.get("/a").read().status()).isEqualTo(504);
            assertThat(wire.get("/b").read().text()).isEqualTo("b");
        }
    }

    @Test
    void replyThatIsNotRead() throws IOException {
        serve(NEVER, NEVER, NEVER, SOON, NEVER);
        HttpReply reply = HttpReply.ok("video/mp4", Body.of(List.of(ByteBuffer.allocate(32 << 20)))).build();
        front.get("/a", exchange -> exchange.reply(reply));
        try (Wire wire = new Wire(front.address(), 4096)) {
            wire.get("/a").readHead();
            Awaitility.await().until(() -> front.transport.statistics().connections() == 0);
        }
    }

    @Test
    void nothingBetweenTwoRequests() throws IOException {
        serve(NEVER, NEVER, NEVER, NEVER, SOON);
        front.get("/b", exchange -> exchange.reply(HttpOverSocketsTest.text("b")));
        try (Wire wire = new Wire(front.address())) {
            assertThat(wire.get("/b").read().status()).isEqualTo(200);
            assertThat(wire.isEnd()).isTrue();
        }
    }

    private void serve(Duration header, Duration body, Duration answer, Duration reply, Duration keepAlive) {
        HttpSettings d = HttpSettings.DEFAULT;
        front = new Front(new HttpSettings(d.limits(), d.bodyBytes(), header, body, answer, reply, keepAlive, d.handoverTimeout(),
                d.gzipBytes(), d.cacheBytes()));
    }
}
