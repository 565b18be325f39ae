package arcly.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** What a decoder remembers of one chunk stream: the header that later ones leave out, and the message that has begun. */
final class ChunkStream {
    /** Up to here memory for a message is taken at once; beyond, only as its bytes arrive. */
    private static final int FIRST_STEP = 16 << 10;
    private static final int GROWTH = 4;
    static final byte[] NOTHING = new byte[0];

    final int id;

    // the last header
    long timestamp;     // of the message, milliseconds, 32 bits without sign
    long delta;         // what a type 3 header that begins a message adds
    boolean extended;   // the last header of type 0 to 2 had an extended timestamp
    long field;         // what its timestamp field said, extended or not
    int length;
    int type;
    int streamId;

    // the message that has begun
    byte[] body;        // null between messages; grows up to length
    int filled;

    ChunkStream(int id) {
        this.id = id;
    }

    boolean isUnfinished() {
        return body != null;
    }

    /** Bytes of memory that appending {@code count} bytes would take in addition. */
    int growthFor(int count) {
        return sizeFor(count) - body.length;
    }

    void append(ByteBuf in, int count) {
        int size = sizeFor(count);
        if (size > body.length) {
            body = Arrays.copyOf(body, size);
        }
        in.readBytes(body, filled, count);
        filled += count;
    }

    private int sizeFor(int count) {
        int needed = filled + count;
        if (needed <= body.length) {
            return body.length;
        }
        int step = body.length == 0 ? FIRST_STEP : (int) Math.min(length, (long) body.length * GROWTH);
        return Math.min(length, Math.max(needed, step));
    }
}
