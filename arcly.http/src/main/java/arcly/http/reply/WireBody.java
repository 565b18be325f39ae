package arcly.http.reply;

import arcly.api.http.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** A body as sockets take it, and compressed once somebody asked for that. Belongs to the loop that made it. */
final class WireBody {
    private final ByteBuf plain;
    private ByteBuf gzip; // plain itself: compressed it would not be shorter
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

    int bytes() {
        return plain.readableBytes() + (gzip == null || gzip == plain ? 0 : gzip.readableBytes());
    }

    void release() {
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
