package arcly.rtmp.chunk;

import arcly.rtmp.RtmpException;
import arcly.rtmp.message.Abort;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Puts messages together from chunks (RTMP 1.0, 5.3).
 *
 * <pre>
 * basic header      type (2 bits), chunk stream id (6 bits, or 0: one more byte, or 1: two more)
 * message header    type 0: timestamp 3, length 3, type 1, stream id 4 (little-endian)
 *                   type 1: delta 3, length 3, type 1      type 2: delta 3      type 3: nothing
 * extended          timestamp or delta 4, where the 3 bytes say 0xFFFFFF
 * body              up to the chunk size
 * </pre>
 *
 * <p>Set Chunk Size and Abort belong to this layer: they are obeyed here and do not come out. Each message gets an array of its
 * own, into which bytes go straight from the socket's buffer: that is the one copy on the way in. Memory grows with what has
 * arrived, never with what was announced.
 *
 * <p>Not thread-safe. After an exception the decoder is of no further use.
 */
public final class ChunkDecoder {
    private static final int STATE_VERSION = 1;
    private static final int FIRST_CHUNK_SIZE = 128; // 5.4.1
    private static final int EXTENDED = 0xFF_FFFF;
    private static final int[] HEADER_LENGTHS = {11, 7, 3, 0};

    private ChunkLimits limits;
    private final TreeMap<Integer, ChunkStream> streams = new TreeMap<>();
    private int chunkSize = FIRST_CHUNK_SIZE;
    private int unfinishedBytes;

    // the chunk whose header was read
    private ChunkStream current;
    private int chunkLeft;

    public ChunkDecoder(ChunkLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes bytes until a message is whole.
     *
     * @return the next message, or null if more bytes are needed: then at most an incomplete chunk header is left in {@code in}
     * @throws RtmpException if the bytes are no chunks or a limit is hit
     */
    public RawMessage next(ByteBuf in) {
        while (current != null || readHeader(in)) {
            readBody(in);
            if (chunkLeft > 0) {
                return null;
            }
            ChunkStream stream = current;
            current = null;
            if (stream.filled < stream.length) {
                continue;
            }
            RawMessage message = finish(stream);
            if (!obey(message)) {
                return message;
            }
        }
        return null;
    }

    /** From the next message on. */
    public void limits(ChunkLimits changed) {
        limits = changed;
    }

    /** Chunk bodies are at most this long at present. */
    public int chunkSize() {
        return chunkSize;
    }

    /** Memory that messages which have begun and not ended take. */
    public int unfinishedBytes() {
        return unfinishedBytes;
    }

    /** Reads a whole header, or nothing. */
    private boolean readHeader(ByteBuf in) {
        int at = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < 1) {
            return false;
        }
        int first = in.getUnsignedByte(at);
        int format = first >> 6;
        int id = first & 0x3F;
        int basic = id == 0 ? 2 : id == 1 ? 3 : 1;
        if (readable < basic + HEADER_LENGTHS[format]) {
            return false;
        }
        if (basic > 1) {
            id = 64 + in.getUnsignedByte(at + 1) + (basic == 3 ? in.getUnsignedByte(at + 2) << 8 : 0);
        }
        return format == 3 ? readShortest(in, id, basic) : readFull(in, format, id, basic);
    }

    private boolean readFull(ByteBuf in, int format, int id, int basic) {
        int at = in.readerIndex() + basic;
        int length = basic + HEADER_LENGTHS[format];
        long field = in.getUnsignedMedium(at);
        boolean extended = field == EXTENDED;
        if (extended) {
            if (in.readableBytes() < length + 4) {
                return false;
            }
            field = in.getUnsignedInt(in.readerIndex() + length);
            length += 4;
        }
        ChunkStream stream = open(id, format);
        if (stream.isUnfinished()) {
            throw new RtmpException("chunk header of type " + format + " on chunk stream " + id + " after " + stream.filled
                    + " of " + stream.length + " bytes of a message; RTMP 1.0, 5.3.1.2.4 continues with type 3");
        }
        stream.extended = extended;
        stream.field = field;
        stream.delta = field; // 5.3.1.2.4: after a type 0 header too
        stream.timestamp = format == 0 ? field : stream.timestamp + field & 0xFFFF_FFFFL;
        if (format < 2) {
            stream.length = in.getUnsignedMedium(at + 3);
            stream.type = in.getUnsignedByte(at + 6);
        }
        if (format == 0) {
            stream.streamId = in.getIntLE(at + 7);
        }
        in.skipBytes(length);
        begin(stream);
        return true;
    }

    private boolean readShortest(ByteBuf in, int id, int basic) {
        ChunkStream stream = open(id, 3);
        int length = basic;
        if (stream.extended) {
            int repeated = isFieldRepeated(in, in.readerIndex() + basic, stream.field);
            if (repeated < 0) {
                return false;
            }
            length += repeated;
        }
        in.skipBytes(length);
        if (!stream.isUnfinished()) {
            stream.timestamp = stream.timestamp + stream.delta & 0xFFFF_FFFFL;
        }
        begin(stream);
        return true;
    }

    /**
     * Whether the extended timestamp stands in a type 3 header too. 5.3.1.3 says it does; older Flash and librtmp peers leave it
     * out. Those four bytes are taken for it where they say the same as the last header did.
     *
     * @return 4, 0, or -1 if more bytes are needed to tell
     */
    private static int isFieldRepeated(ByteBuf in, int at, long field) {
        for (int i = 0; i < 4; i++) {
            if (at + i >= in.writerIndex()) {
                return -1;
            }
            if (in.getUnsignedByte(at + i) != (field >> 24 - 8 * i & 0xFF)) {
                return 0;
            }
        }
        return 4;
    }

    private ChunkStream open(int id, int format) {
        ChunkStream stream = streams.get(id);
        if (stream != null) {
            return stream;
        }
        // A type 1 header says all but the stream id. Some librtmp peers begin chunk stream 2 with one.
        if (format > 1) {
            throw new RtmpException("chunk stream " + id + " begins with a header of type " + format
                    + "; RTMP 1.0, 5.3.1.2.1 asks for type 0");
        }
        if (streams.size() == limits.chunkStreams()) {
            throw new RtmpException("chunk stream " + id + " is one more than the " + limits.chunkStreams() + " allowed");
        }
        stream = new ChunkStream(id);
        streams.put(id, stream);
        return stream;
    }

    private void begin(ChunkStream stream) {
        if (!stream.isUnfinished()) {
            if (stream.length > limits.messageBytes()) {
                throw new RtmpException("message of type " + stream.type + " with " + stream.length + " bytes on chunk stream "
                        + stream.id + "; at most " + limits.messageBytes() + " are allowed");
            }
            stream.body = ChunkStream.NOTHING;
            stream.filled = 0;
        }
        current = stream;
        chunkLeft = Math.min(chunkSize, stream.length - stream.filled);
    }

    private void readBody(ByteBuf in) {
        int count = Math.min(chunkLeft, in.readableBytes());
        if (count == 0) {
            return;
        }
        int growth = current.growthFor(count);
        if (growth > limits.unfinishedBytes() - unfinishedBytes) {
            throw new RtmpException("unfinished messages on " + streams.size() + " chunk streams take more than "
                    + limits.unfinishedBytes() + " bytes");
        }
        unfinishedBytes += growth;
        current.append(in, count);
        chunkLeft -= count;
    }

    private RawMessage finish(ChunkStream stream) {
        RawMessage message = new RawMessage(stream.type, stream.streamId, stream.timestamp, ByteBuffer.wrap(stream.body));
        drop(stream);
        return message;
    }

    private void drop(ChunkStream stream) {
        if (stream.isUnfinished()) {
            unfinishedBytes -= stream.body.length;
            stream.body = null;
            stream.filled = 0;
        }
    }

    /** True if the message was for this layer. */
    private boolean obey(RawMessage message) {
        switch (message.type()) {
            case SetChunkSize.TYPE -> chunkSize = SetChunkSize.read(Unpooled.wrappedBuffer(message.body())).bytes();
            case Abort.TYPE -> {
                ChunkStream stream = streams.get(Abort.read(Unpooled.wrappedBuffer(message.body())).chunkStream());
                if (stream != null) { // one that was never used has nothing to abort
                    drop(stream);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Appends all that the next generation needs to go on in the middle of a message. */
    public void writeState(ByteBuf out) {
        out.writeByte(STATE_VERSION);
        out.writeInt(chunkSize);
        out.writeInt(current == null ? -1 : current.id);
        out.writeInt(chunkLeft);
        out.writeInt(streams.size());
        for (ChunkStream stream : streams.values()) {
            out.writeInt(stream.id);
            out.writeInt((int) stream.timestamp);
            out.writeInt((int) stream.delta);
            out.writeInt((int) stream.field);
            out.writeBoolean(stream.extended);
            out.writeInt(stream.length);
            out.writeByte(stream.type);
            out.writeInt(stream.streamId);
            out.writeBoolean(stream.isUnfinished());
            out.writeInt(stream.filled);
            if (stream.isUnfinished()) {
                out.writeBytes(stream.body, 0, stream.filled);
            }
        }
    }

    /** Goes on where the one that wrote this state stopped. What it held stays, even where {@code limits} are narrower now. */
    public static ChunkDecoder readState(ByteBuf in, ChunkLimits limits) {
        int version = in.readUnsignedByte();
        if (version != STATE_VERSION) {
            throw new IllegalStateException("chunk decoder state version " + version + "; " + STATE_VERSION + " is known");
        }
        ChunkDecoder decoder = new ChunkDecoder(limits);
        decoder.chunkSize = in.readInt();
        int current = in.readInt();
        decoder.chunkLeft = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            ChunkStream stream = new ChunkStream(in.readInt());
            stream.timestamp = in.readUnsignedInt();
            stream.delta = in.readUnsignedInt();
            stream.field = in.readUnsignedInt();
            stream.extended = in.readBoolean();
            stream.length = in.readInt();
            stream.type = in.readUnsignedByte();
            stream.streamId = in.readInt();
            boolean unfinished = in.readBoolean();
            int filled = in.readInt();
            if (unfinished) {
                stream.body = ChunkStream.NOTHING;
                decoder.unfinishedBytes += stream.growthFor(filled);
                stream.append(in, filled);
            }
            decoder.streams.put(stream.id, stream);
        }
        decoder.current = decoder.streams.get(current);
        return decoder;
    }
}
