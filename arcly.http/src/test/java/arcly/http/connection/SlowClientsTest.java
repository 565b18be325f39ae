package arcly.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import arcly.http.HttpSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** The time is that of the whole body, however often something comes. */
    @Test
    void bodyThatComesByteByByte() throws IOException {
        serve(NEVER, Duration.ofMillis(500), NEVER, NEVER, NEVER);
        front.add("POST", "/p", exchange -> Bodies.collect(exchange.body(100_000)));
        try (Wire wire = new Wire(front.address())) {
            wire.send(Wire.request("POST", "/p", "Content-Length: 100000"));
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> wire.send("x").hasAnswer());
            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void bodyThatNobodyReadsAndThatComesByteByByte() throws IOException {
        serve(NEVER, Duration.ofMillis(500), NEVER, NEVER, NEVER);
        front.get("/b", exchange -> exchange.reply(HttpOverSocketsTest.text("b")));
        try (Wire wire = new Wire(front.address())) {
            wire.get("/b", "Content-Length: 100000");
            assertThat(wire.read().status()).isEqualTo(200);
            // the last of the bytes may meet a closed connection
            Awaitility.await().pollInterval(Duration.ofMillis(20)).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
                wire.send("x");
                return front.transport.statistics().connections() == 0;
            });
        }
    }

    /** It may have left: nothing else comes of a client that has. */
    @Test
    void clientThatHasSaidAllIsNotWaitedForLong() throws IOException {
        serve(NEVER, NEVER, NEVER, NEVER, NEVER);
        AtomicInteger told = new AtomicInteger();
        front.get("/a", exchange -> exchange.arm(told::incrementAndGet));
        try (Wire wire = new Wire(front.address())) {
            wire.get("/a").socket.shutdownOutput();
            assertThat(wire.isEnd()).isTrue();
            assertThat(told).as("the route is told that nobody waits").hasValue(1);
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
    void manyRequestsAndNoReplyThatIsRead() throws IOException {
        serve(NEVER, NEVER, NEVER, SOON, NEVER);
        HttpReply reply = HttpReply.ok("video/mp4", Body.of(List.of(ByteBuffer.allocate(128 << 10)))).build();
        AtomicInteger asked = new AtomicInteger();
        front.get("/a", exchange -> {
            asked.incrementAndGet();
            exchange.reply(reply);
        });
        try (Wire wire = new Wire(front.address())) {
            wire.send(Wire.request("GET", "/a").repeat(512));
            Awaitility.await().until(() -> asked.get() > 0 && front.transport.statistics().connections() == 0);
            assertThatThrownBy(wire::skipAll).as("what it had not read is not kept for it").hasMessageContaining("reset");
        }
        assertThat(asked.get()).as("who does not read is not worked for").isLessThan(512);
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
