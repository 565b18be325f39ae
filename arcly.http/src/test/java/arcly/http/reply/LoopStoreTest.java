package arcly.http.reply;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopStoreTest {
    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long now;
    private Instant instant = Instant.EPOCH;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("a store shows UTC");
        }
    };
    private final LoopStore store = new LoopStore(channel.eventLoop(), () -> now, clock,
            () -> 10_000);

    @AfterEach
    void close() {
        store.close();
        channel.close();
    }

    @Test
    void bodyIsPutIntoWireFormOnceAndCompressedOnce() {
        Body body = Body.of("a".repeat(2000));
        ByteBuf first = store.plain(body, ALLOCATOR);
        ByteBuf second = store.plain(body, ALLOCATOR);
        assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
        ByteBuf packed = store.gzip(body, ALLOCATOR);
        ByteBuf again = store.gzip(body, ALLOCATOR);
        assertThat(again.memoryAddress()).isEqualTo(packed.memoryAddress());
        assertThat(store.bytes()).isEqualTo(2000L + packed.readableBytes());
        List.of(first, second, packed, again).forEach(ByteBuf::release);
    }

    @Test
    void headIsThatOfTheSameReplyInTheSameSecond() {
        HttpReply reply = HttpReply.ok("text/plain", Body.of("a".repeat(2000))).build();
        ByteBuf head = ByteBufUtil.writeAscii(ALLOCATOR, "HTTP/1.1 200 OK\r\n\r\n");
        store.keepHead(reply, false, head);
        assertThat(store.head(reply, false)).as("its body is not kept").isNull();
        store.plain(reply.body(), ALLOCATOR).release();
        store.keepHead(reply, false, head);
        ByteBuf again = store.head(reply, false);
        assertThat(again).isEqualTo(head);
        assertThat(store.bytes()).isEqualTo(2000L + head.readableBytes());
        assertThat(store.head(reply, true)).as("of the compressed body").isNull();
        assertThat(store.head(HttpReply.ok("text/html", reply.body()).build(), false)).as("the same body in another reply").isNull();
        instant = Instant.EPOCH.plusSeconds(1);
        assertThat(store.head(reply, false)).as("it has a date").isNull();
        store.keepHead(reply, true, head);
        assertThat(store.bytes()).as("the head of a second ago went").isEqualTo(2000L + head.readableBytes());
        again.release();
        head.release();
    }

    @Test
    void equalTextIsAnotherBody() {
        ByteBuf one = store.plain(Body.of("a".repeat(600)), ALLOCATOR);
        ByteBuf two = store.plain(Body.of("a".repeat(600)), ALLOCATOR);
        assertThat(two.memoryAddress()).isNotEqualTo(one.memoryAddress());
        one.release();
        two.release();
    }

    @Test
    void longestUnusedGoesFirst() {
        Body[] bodies = new Body[6];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = Body.of("x".repeat(2000));
            store.plain(bodies[i], ALLOCATOR).release();
            store.plain(bodies[0], ALLOCATOR).release();
        }
        assertThat(store.bytes()).isEqualTo(10_000);
        ByteBuf kept = store.plain(bodies[0], ALLOCATOR);
        assertThat(kept.refCnt()).as("of the store and of this test").isEqualTo(2);
        kept.release();
    }

    @Test
    void whatNobodyAsksForGoes() {
        ByteBuf inUse = store.plain(Body.of("x".repeat(2000)), ALLOCATOR);
        now = TimeUnit.SECONDS.toNanos(11);
        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(store.bytes()).isZero();
        assertThat(inUse.refCnt()).as("still being written").isEqualTo(1);
        inUse.release();
    }

    @Test
    void smallAndHugeBodiesAreNotKept() {
        ByteBuf small = store.plain(Body.of("ok"), ALLOCATOR);
        ByteBuf huge = store.plain(Body.of(List.of(ByteBuffer.allocate(6000), ByteBuffer.allocateDirect(1))), ALLOCATOR);
        assertThat(store.bytes()).isZero();
        assertThat(small.readableBytes()).isEqualTo(2);
        assertThat(huge.readableBytes()).isEqualTo(6001);
        small.release();
        huge.release();
    }

    @Test
    void dateIsThatOfTheClock() {
        assertThat(store.date()).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
