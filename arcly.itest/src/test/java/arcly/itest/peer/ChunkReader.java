package arcly.itest.peer;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Reads RTMP messages from a chunk stream (RTMP 1.0, 5.3), every header type, blocking. */
final class ChunkReader {
    private static final int EXTENDED = 0xFFFFFF;

    private final DataInputStream in;
    private final Map<Integer, Chunks> streams = new HashMap<>();
    private int chunkSize = 128;
    private long bytes;

    private static final class Chunks {
        int type;
        int stream;
        int length;
        long time;
        long delta;
        boolean extended;
        byte[] body;
        int filled;
    }

    ChunkReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    long bytes() {
        return bytes;
    }

    /** Null at the end of the connection; an end inside a message is an EOFException. */
    RtmpMessage read() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                if (streams.values().stream().anyMatch(chunks -> chunks.body != null)) {
                    throw new EOFException("the connection ended inside a message");
                }
                return null;
            }
            RtmpMessage message = chunk(first);
            if (message != null) {
                if (message.type() == RtmpMessage.SET_CHUNK_SIZE) {
                    chunkSize = new DataInputStream(new java.io.ByteArrayInputStream(message.body())).readInt();
                }
                return message;
            }
        }
    }

    private RtmpMessage chunk(int first) throws IOException {
        int id = first & 0x3F;
        bytes++;
        if (id == 0) {
            id = 64 + in.readUnsignedByte();
            bytes++;
        } else if (id == 1) {
            id = 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
            bytes += 2;
        }
        Chunks chunks = streams.computeIfAbsent(id, key -> new Chunks());
        header(first >> 6, chunks);
        int size = Math.min(chunkSize, chunks.length - chunks.filled);
        in.readFully(chunks.body, chunks.filled, size);
        bytes += size;
        chunks.filled += size;
        if (chunks.filled < chunks.length) {
            return null;
        }
        byte[] body = chunks.body;
        chunks.body = null;
        chunks.filled = 0;
        return new RtmpMessage(chunks.type, chunks.stream, chunks.time & 0xFFFF_FFFFL, body);
    }

    private void header(int format, Chunks chunks) throws IOException {
        boolean begins = chunks.body == null;
        long field = 0;
        if (format < 3) {
            if (!begins) {
                throw new IOException("a new header of format " + format + " inside a message of type " + chunks.type);
            }
            field = u24();
            chunks.extended = field == EXTENDED;
        }
        if (format < 2) {
            chunks.length = u24();
            chunks.type = in.readUnsignedByte();
            bytes++;
        }
        if (format == 0) {
            chunks.stream = Integer.reverseBytes(in.readInt());
            bytes += 4;
        }
        if (chunks.extended) {
            long extended = in.readInt() & 0xFFFF_FFFFL;
            bytes += 4;
            field = format < 3 ? extended : field;
        }
        if (begins) {
            if (format == 0) {
                chunks.time = field;
                chunks.delta = field;
            } else {
                chunks.delta = format < 3 ? field : chunks.delta;
                chunks.time += chunks.delta;
            }
            chunks.body = new byte[chunks.length];
        }
    }

    private int u24() throws IOException {
        bytes += 3;
        return in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
    }
}
