package arcly.hls.segment;

import java.nio.ByteBuffer;
import java.util.List;

/** Immutable bytes of one file. The buffers are for whoever duplicates them. */
public record Chunk(List<ByteBuffer> buffers, long bytes) {

    public static Chunk of(List<ByteBuffer> buffers) {
        return new Chunk(buffers, buffers.stream().mapToLong(ByteBuffer::remaining).sum());
    }

    public byte[] copy() {
        ByteBuffer all = ByteBuffer.allocate((int) bytes);
        buffers.forEach(buffer -> all.put(buffer.duplicate()));
        return all.array();
    }
}
