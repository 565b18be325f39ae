package arcly.http.reply;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What the replies of one loop share: bodies in wire form, known by identity, the heads before them, and the date. Bounded by bytes, the longest
 * unused going first, and by age: what nobody asked for in {@value #LONGEST_UNUSED_SECONDS} s goes. Used on its loop.
 */
public final class LoopStore {
    /** Below this a copy costs less than remembering. */
    private static final int LEAST_BYTES = 512;
    /** Several viewers' polls of one playlist or segment; media in it is kept from the collector for as long. */
    private static final int LONGEST_UNUSED_SECONDS = 10;

    /** RFC 9110, 5.6.7: days have two digits. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final IntSupplier mostBytes;
    private final Map<Body, WireBody> bodies = new LinkedHashMap<>(16, 0.75f, true); // by identity: Body has no other equality
    private long bytes;
    private ScheduledFuture<?> sweep;
    private boolean closed;
    private long dateSecond = -1;
    private String date;

    LoopStore(EventLoop loop, LongSupplier nanoTime, Clock clock, IntSupplier mostBytes) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /** Now, as a header has it. */
    public String date() {
        long second = clock.millis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = DATE.format(clock.instant().atZone(ZoneOffset.UTC));
        }
        return date;
    }

    /** The body's bytes, to be released by the caller. */
    public ByteBuf plain(Body body, ByteBufAllocator allocator) {
        WireBody wire = wire(body, allocator);
        return wire == null ? unshared(body, allocator) : wire.plain().retainedDuplicate();
    }

    /** The body compressed, to be released by the caller; null if that would not be shorter. */
    public ByteBuf gzip(Body body, ByteBufAllocator allocator) {
        WireBody wire = wire(body, allocator);
        if (wire == null) {
            return null;
        }
        int before = wire.bytes();
        ByteBuf compressed = wire.gzip();
        bytes += wire.bytes() - before;
        ByteBuf shared = compressed == null ? null : compressed.retainedDuplicate();
        shrink(mostBytes.getAsInt());
        return shared;
    }

    /**
     * The head that stood before this reply's body a moment ago, to be released by the caller; null if there is none, or none of
     * this second.
     */
    public ByteBuf head(HttpReply reply, boolean gzip) {
        WireBody wire = bodies.get(reply.body());
        ByteBuf head = wire == null ? null : wire.head(reply, date(), gzip);
        return head == null ? null : head.retainedDuplicate();
    }

    /** Keeps the head for others who are answered the same with it, if the body is kept. The buffer stays the caller's. */
    public void keepHead(HttpReply reply, boolean gzip, ByteBuf head) {
        WireBody wire = bodies.get(reply.body());
        if (wire != null) {
            int before = wire.bytes();
            wire.keepHead(reply, date(), gzip, head);
            bytes += wire.bytes() - before;
        }
    }

    long bytes() {
        return bytes;
    }

    /** Null if it is too small or too large to be kept. */
    private WireBody wire(Body body, ByteBufAllocator allocator) {
        int most = mostBytes.getAsInt();
        if (closed || body.length() < LEAST_BYTES || body.length() > most / 2) {
            return null;
        }
        WireBody wire = bodies.get(body);
        if (wire == null) {
            wire = new WireBody(body, allocator);
            bodies.put(body, wire);
            bytes += wire.bytes();
            shrink(most);
        }
        wire.used(nanoTime.getAsLong());
        if (sweep == null) {
            sweep = loop.schedule(this::sweep, LONGEST_UNUSED_SECONDS, TimeUnit.SECONDS);
        }
        return wire;
    }

    private static ByteBuf unshared(Body body, ByteBufAllocator allocator) {
        ByteBuffer[] buffers = body.buffers().stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
        if (body.length() >= LEAST_BYTES) {
            return Unpooled.wrappedBuffer(buffers);
        }
        ByteBuf copy = allocator.buffer((int) body.length());
        for (ByteBuffer buffer : buffers) {
            copy.writeBytes(buffer);
        }
        return copy;
    }

    /** Never the newest, which is being used. */
    private void shrink(int most) {
        Iterator<WireBody> oldestFirst = bodies.values().iterator();
        for (int left = bodies.size(); bytes > most && left > 1; left--) {
            drop(oldestFirst);
        }
    }

    private void sweep() {
        sweep = null;
        long now = nanoTime.getAsLong();
        Iterator<WireBody> oldestFirst = bodies.values().iterator();
        while (oldestFirst.hasNext()) {
            WireBody wire = oldestFirst.next();
            if (now - wire.usedAt() < TimeUnit.SECONDS.toNanos(LONGEST_UNUSED_SECONDS)) {
                break;
            }
            bytes -= wire.bytes();
            oldestFirst.remove();
            wire.release();
        }
        if (!bodies.isEmpty()) {
            sweep = loop.schedule(this::sweep, LONGEST_UNUSED_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void drop(Iterator<WireBody> at) {
        WireBody wire = at.next();
        bytes -= wire.bytes();
        at.remove();
        wire.release();
    }

    /** Nothing is kept from here on; the loop forgets this object. */
    void close() {
        closed = true;
        if (sweep != null) {
            sweep.cancel(false);
        }
        bodies.values().forEach(WireBody::release);
        bodies.clear();
        bytes = 0;
    }
}
