package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Appends the pieces of one frame. The last one waits for the word that it is the last, which is its marker. */
final class PieceWriter {
    private final ByteBuf out;
    private final PieceSink sink;
    private final PieceRules rules;
    private int start = -1;

    PieceWriter(ByteBuf out, PieceSink sink, PieceRules rules) {
        this.out = out;
        this.sink = sink;
        this.rules = rules;
    }

    /** Bytes of payload that a piece may have. */
    int most() {
        return rules.mostBytes();
    }

    /** Starts a piece; its payload is then written to the buffer that comes back. */
    ByteBuf begin() {
        out.ensureWritable(rules.headroom());
        out.writerIndex(out.writerIndex() + rules.headroom());
        start = out.writerIndex();
        return out;
    }

    /** Bytes left in the piece. */
    int room() {
        return most() - (out.writerIndex() - start);
    }

    void end(boolean marker) {
        end(marker, 0);
    }

    void end(boolean marker, int ticks) {
        int length = out.writerIndex() - start;
        if (length > PieceRules.MOST_BYTES) {
            throw MediaFormatException.unsupported("RTP payload", length + " bytes in a piece that cannot be cut",
                    "up to " + PieceRules.MOST_BYTES);
        }
        sink.piece(start, length, marker, ticks);
    }

    /** Moves so many bytes from the source into the piece. */
    void copy(ByteBuffer source, int length) {
        int limit = source.limit();
        source.limit(source.position() + length);
        out.writeBytes(source);
        source.limit(limit);
    }
}
