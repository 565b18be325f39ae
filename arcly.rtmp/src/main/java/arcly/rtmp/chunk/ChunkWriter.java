package arcly.rtmp.chunk;

import arcly.api.media.Payload;
import arcly.rtmp.message.RtmpMessage;
import io.netty.buffer.ByteBuf;

/**
 * Appends one message in chunks: a full header of type 0, then headers of type 3.
 *
 * <p>Full headers cost seven bytes a message and depend on nothing sent before. So one wire form serves every viewer, and a
 * connection has no writing state to hand over.
 *
 * <p>The body may come in several pieces. Not thread-safe; may be used again after {@link #end()}.
 */
public final class ChunkWriter {
    private static final int EXTENDED = 0xFF_FFFF;
    private static final int LARGEST_ID = 65_599;

    private ByteBuf out;
    private int chunkSize;
    private int chunkStream;
    private long timestamp;
    private int left;
    private int chunkLeft;

    /** How many bytes a message takes on the wire. */
    public static int size(int chunkStream, long timestamp, int length, int chunkSize) {
        int extended = timestamp >= EXTENDED ? 4 : 0;
        int basic = basicLength(chunkStream);
        int continuations = length == 0 ? 0 : (length - 1) / chunkSize;
        return basic + 11 + extended + continuations * (basic + extended) + length;
    }

    /** Appends a whole message. */
    public static void write(ByteBuf out, int chunkSize, int chunkStream, long timestamp, int streamId, RtmpMessage message) {
        ByteBuf body = out.alloc().heapBuffer();
        try {
            message.write(body);
            ChunkWriter writer = new ChunkWriter();
            writer.begin(out, chunkSize, chunkStream, timestamp, message.type(), streamId, body.readableBytes());
            writer.append(body.array(), body.arrayOffset() + body.readerIndex(), body.readableBytes());
            writer.end();
        } finally {
            body.release();
        }
    }

    /**
     * Begins a message whose body will be {@code length} bytes.
     *
     * @param chunkStream 2 to 65,599
     * @param timestamp milliseconds, 32 bits without sign
     */
    public void begin(ByteBuf out, int chunkSize, int chunkStream, long timestamp, int type, int streamId, int length) {
        if (chunkStream < 2 || chunkStream > LARGEST_ID || length > EXTENDED || timestamp != (timestamp & 0xFFFF_FFFFL)) {
            throw new IllegalArgumentException("chunk stream " + chunkStream + ", length " + length + ", timestamp " + timestamp
                    + "; allowed are 2 to " + LARGEST_ID + ", up to " + EXTENDED + ", and 32 bits without sign");
        }
        this.out = out;
        this.chunkSize = chunkSize;
        this.chunkStream = chunkStream;
        this.timestamp = timestamp;
        left = length;
        chunkLeft = chunkSize;
        basicHeader(0);
        out.writeMedium((int) Math.min(timestamp, EXTENDED));
        out.writeMedium(length);
        out.writeByte(type);
        out.writeIntLE(streamId);
        extendedTimestamp();
    }

    public void append(byte[] bytes, int offset, int length) {
        take(length);
        for (int done = 0; done < length;) {
            int count = chunk(length - done);
            out.writeBytes(bytes, offset + done, count);
            done += count;
        }
    }

    /** Appends the payload's bytes: one copy, straight into {@code out}. */
    public void append(Payload payload) {
        int length = payload.size();
        take(length);
        for (int done = 0; done < length;) {
            int count = chunk(length - done);
            out.ensureWritable(count);
            payload.slice(done, count).copyTo(out.internalNioBuffer(out.writerIndex(), count));
            out.writerIndex(out.writerIndex() + count);
            done += count;
        }
    }

    /** Checks that the body was as long as {@link #begin} was told. */
    public void end() {
        if (left != 0) {
            throw new IllegalStateException(left + " bytes of the announced message are missing");
        }
        out = null;
    }

    private void take(int length) {
        left -= length;
        if (left < 0) {
            throw new IllegalStateException("message is " + -left + " bytes longer than announced");
        }
    }

    /** Makes room in a chunk for up to {@code length} bytes; says for how many. */
    private int chunk(int length) {
        if (chunkLeft == 0) {
            basicHeader(3);
            extendedTimestamp(); // 5.3.1.3: in type 3 chunks too
            chunkLeft = chunkSize;
        }
        int count = Math.min(length, chunkLeft);
        chunkLeft -= count;
        return count;
    }

    private void extendedTimestamp() {
        if (timestamp >= EXTENDED) {
            out.writeInt((int) timestamp);
        }
    }

    private void basicHeader(int format) {
        switch (basicLength(chunkStream)) {
            case 1 -> out.writeByte(format << 6 | chunkStream);
            case 2 -> out.writeByte(format << 6).writeByte(chunkStream - 64);
            default -> out.writeByte(format << 6 | 1).writeShortLE(chunkStream - 64);
        }
    }

    private static int basicLength(int chunkStream) {
        return chunkStream < 64 ? 1 : chunkStream < 320 ? 2 : 3;
    }
}
