package arcly.http.reply;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/**
 * A body as sockets take it, and compressed once somebody asked for that, with the head that stands before it in the usual reply
 * of this second. Belongs to the loop that made it.
 */
final class WireBody {
    private final ByteBuf plain;
    private ByteBuf gzip; // plain itself: compressed it would not be shorter
    private final ByteBuf[] heads = new ByteBuf[2]; // before the plain body, before the compressed one
    private HttpReply headsOf;
    private String headsDate;
    private long usedAt;

    WireBody(Body body, ByteBufAllocator allocator) {
        plain = allocator.directBuffer((int) body.length(), (int) body.length());
        for (ByteBuffer buffer : body.buffers()) {
            plain.writeBytes(buffer.duplicate());
        }
    }

    void used(long now) {
        usedAt = now;
    }

    long usedAt() {
        return usedAt;
    }

    ByteBuf plain() {
        return plain;
    }

    /** Null if that would not be shorter. */
    ByteBuf gzip() {
        if (gzip == null) {
            gzip = compressed();
        }
        return gzip == plain ? null : gzip;
    }

    /** Null if it was not kept, or is another reply's or of another second by now. */
    ByteBuf head(HttpReply reply, String date, boolean compressed) {
        return headsOf == reply && headsDate.equals(date) ? heads[compressed ? 1 : 0] : null;
    }

    /** Keeps a head of its own; the caller's is not touched. */
    void keepHead(HttpReply reply, String date, boolean compressed, ByteBuf head) {
        if (headsOf != reply || !headsDate.equals(date)) {
            releaseHeads();
            headsOf = reply;
            headsDate = date;
        }
        heads[compressed ? 1 : 0] = head.alloc().directBuffer(head.readableBytes()).writeBytes(head, head.readerIndex(),
                head.readableBytes());
    }

    private void releaseHeads() {
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] != null) {
                heads[i].release();
                heads[i] = null;
            }
        }
    }

    int bytes() {
        int sum = plain.readableBytes() + (gzip == null || gzip == plain ? 0 : gzip.readableBytes());
        for (ByteBuf head : heads) {
            sum += head == null ? 0 : head.readableBytes();
        }
        return sum;
    }

    void release() {
        releaseHeads();
        if (gzip != null && gzip != plain) {
            gzip.release();
        }
        plain.release();
    }

    private ByteBuf compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.readableBytes() / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            plain.getBytes(plain.readerIndex(), out, plain.readableBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // both ends are memory
        }
        return bytes.size() >= plain.readableBytes() ? plain
                : plain.alloc().directBuffer(bytes.size()).writeBytes(bytes.toByteArray());
    }
}
