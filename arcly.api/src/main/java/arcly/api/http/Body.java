package arcly.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * What a reply carries: buffers, a part of a file, or a stream. A body of buffers is immutable, and one that answers many requests is kept in
 * wire form once per loop: make it once and reuse it.
 */
public final class Body {
    private static final Body EMPTY = new Body(List.of(), null, 0, 0, null);

    private final List<ByteBuffer> buffers;
    private final Path file;
    private final long from;
    private final long length;
    private final Flow.Publisher<ByteBuffer> stream;

    private Body(List<ByteBuffer> buffers, Path file, long from, long length, Flow.Publisher<ByteBuffer> stream) {
        this.buffers = buffers;
        this.file = file;
        this.from = from;
        this.length = length;
        this.stream = stream;
    }

    public static Body empty() {
        return EMPTY;
    }

    /** What remains in each buffer, one after the other; given away: never to be written to again. */
    public static Body of(List<ByteBuffer> buffers) {
        List<ByteBuffer> views = buffers.stream().map(ByteBuffer::asReadOnlyBuffer).map(ByteBuffer::slice).toList();
        return new Body(views, null, 0, views.stream().mapToLong(ByteBuffer::remaining).sum(), null);
    }

    public static Body of(String text) {
        return of(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** @throws IllegalArgumentException if {@code from} or {@code length} is negative */
    public static Body file(Path path, long from, long length) {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException("part of " + path + " from " + from + ", " + length + " bytes; 0 and above are allowed");
        }
        return new Body(null, Objects.requireNonNull(path, "path"), from, length, null);
    }

    /** A body whose end is not known; written as it comes, no faster than the peer takes it. */
    public static Body stream(Flow.Publisher<ByteBuffer> source) {
        return new Body(null, null, 0, -1, Objects.requireNonNull(source, "source"));
    }

    /** Bytes; -1 if not known. */
    public long length() {
        return length;
    }

    /** Read-only buffers, to be duplicated before they are read; null unless made of buffers. */
    public List<ByteBuffer> buffers() {
        return buffers;
    }

    /** Null unless made of a file. */
    public Path file() {
        return file;
    }

    /** Where in the file it begins. */
    public long from() {
        return from;
    }

    /** Null unless made of a stream. */
    public Flow.Publisher<ByteBuffer> stream() {
        return stream;
    }
}
