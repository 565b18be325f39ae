package arcly.api.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Immutable bytes, owned by the garbage collector: keep them as long as you like, never release them.
 *
 * <p>What is behind a payload (heap or direct memory, one piece or several) callers never see.
 */
public final class Payload {
    public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int offset;
    private final int size;

    private Payload(byte[] bytes, int offset, int size) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
    }

    /** Takes the array over without a copy. The caller gives it away: it must never write to it again. */
    public static Payload wrap(byte[] bytes) {
        return wrap(bytes, 0, bytes.length);
    }

    /**
     * Takes a part of the array over without a copy. The caller gives the whole array away: it must never write to it again.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static Payload wrap(byte[] bytes, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, bytes.length);
        return new Payload(bytes, offset, size);
    }

    public static Payload copyOf(byte[] bytes) {
        return wrap(bytes.clone());
    }

    /** Copies what remains in the buffer; its position does not move. */
    public static Payload copyOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return wrap(bytes);
    }

    /** Bytes. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public byte byteAt(int index) {
        return bytes[offset + Objects.checkIndex(index, size)];
    }

    /** The same bytes without a copy, from {@code from} for {@code length}. */
    public Payload slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        return new Payload(bytes, offset + from, length);
    }

    /** Copies {@code length} bytes from index {@code from} to {@code target[at]} and after. */
    public void copyTo(int from, byte[] target, int at, int length) {
        Objects.checkFromIndexSize(from, length, size);
        System.arraycopy(bytes, offset + from, target, at, length);
    }

    /** Appends all bytes to the buffer, which needs the room. */
    public void copyTo(ByteBuffer target) {
        target.put(bytes, offset, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + size);
    }

    /** A fresh read-only view of all bytes, big-endian, with position 0. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, offset, size).slice().asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Payload payload
                && Arrays.equals(bytes, offset, offset + size, payload.bytes, payload.offset, payload.offset + payload.size);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes, offset, size).hashCode();
    }

    @Override
    public String toString() {
        return "Payload[" + size + " bytes]";
    }
}
