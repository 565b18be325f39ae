package arcly.transport.fanout;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.transport.ViewerEvent;
import arcly.transport.ViewerListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A connection whose socket takes as much as the test says; what came out of it is read back as words. */
final class TestSink implements ViewerSink, ViewerListener {
    /** Wire bytes that the socket takes from now on; drained by flush. */
    long room = Long.MAX_VALUE;
    boolean gone;
    /** More than this waiting to go out: not writable. */
    int high = 64 << 10;
    int writes;
    int flushes;
    final List<Integer> lengths = new ArrayList<>();
    ViewerPlace viewer;
    /** What happens besides when it is flushed. */
    Runnable whenFlushed = () -> { };
    /** What the listener does besides putting the event on the wire. */
    ViewerListener also = event -> { };
    /** What it does when a track is told. */
    Consumer<Track> atTrack = track -> { };
    private final ByteBufAllocator allocator;
    private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean writable = true;
    private final ByteBuf socket = Unpooled.buffer();

    TestSink(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public void happened(ViewerEvent event) {
        if (event.kind() == ViewerEvent.Kind.TRACK) { // the announcement behind it is on the wire
            atTrack.accept(event.track());
            return;
        }
        String text = event.toString();
        put(allocator.buffer().writeByte('E').writeByte(text.length()).writeBytes(text.getBytes()));
        also.happened(event);
    }

    @Override
    public void write(ByteBuf bytes) {
        writes++;
        lengths.add(bytes.readableBytes());
        put(bytes);
    }

    @Override
    public void send(ByteBuf shared, int offset, int length) {
        write(shared.retainedSlice(offset, length));
        flush();
    }

    @Override
    public void flush() {
        flushes++;
        whenFlushed.run();
        drain();
    }

    /** The socket takes so many bytes more. */
    void take(long bytes) {
        room = bytes > Long.MAX_VALUE - room ? Long.MAX_VALUE : room + bytes;
        drain();
    }

    private void put(ByteBuf bytes) {
        if (gone) {
            bytes.release();
            return;
        }
        pending.add(bytes);
        pendingBytes += bytes.readableBytes();
        if (pendingBytes > high) {
            writable = false;
        }
    }

    private void drain() {
        while (room > 0 && !pending.isEmpty()) {
            ByteBuf first = pending.peek();
            int length = (int) Math.min(room, first.readableBytes());
            socket.writeBytes(first, length);
            room -= length;
            pendingBytes -= length;
            if (!first.isReadable()) {
                pending.poll().release();
            }
        }
        if (!writable && pendingBytes < high / 2) {
            writable = true;
            viewer.writable();
        }
    }

    long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public boolean isWritable() {
        return writable && !gone;
    }

    @Override
    public ByteBufAllocator allocator() {
        return allocator;
    }

    @Override
    public String id() {
        return "c1";
    }

    /** The connection is lost with what waited to go out. */
    void lose() {
        gone = true;
        viewer.close();
        pending.forEach(ByteBuf::release);
        pending.clear();
        pendingBytes = 0;
    }

    /** Words that have come out since the last time: frame numbers, {@code A0:640@12}, {@code STARTED} ... Checks payloads. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        while (socket.isReadable()) {
            int start = socket.readerIndex();
            if (!readWord(words)) {
                socket.readerIndex(start);
                break;
            }
        }
        socket.discardReadBytes();
        return words;
    }

    private boolean readWord(List<String> words) {
        byte kind = socket.readByte();
        switch (kind) {
            case 'F' -> {
                return readFrame(words);
            }
            case 'A' -> {
                if (socket.readableBytes() < 11) {
                    return false;
                }
                words.add("A" + socket.readByte() + ":" + socket.readShort() + "@" + socket.readLong());
            }
            case 'E' -> {
                if (!socket.isReadable() || socket.readableBytes() <= socket.getByte(socket.readerIndex())) {
                    return false;
                }
                byte[] text = new byte[socket.readByte()];
                socket.readBytes(text);
                words.add(new String(text));
            }
            default -> throw new AssertionError("wire is broken: unit of kind " + kind);
        }
        return true;
    }

    private boolean readFrame(List<String> words) {
        if (socket.readableBytes() < 16) {
            return false;
        }
        long number = socket.readLong();
        int size = socket.readInt();
        int padding = socket.readInt();
        if (socket.readableBytes() < size + padding) {
            return false;
        }
        byte[] payload = new byte[size];
        socket.readBytes(payload).skipBytes(padding);
        if (!Payload.wrap(payload).equals(TestStream.payload((int) number, size))) {
            throw new AssertionError("payload of frame " + number + " is broken");
        }
        words.add(Long.toString(number));
        return true;
    }
}
