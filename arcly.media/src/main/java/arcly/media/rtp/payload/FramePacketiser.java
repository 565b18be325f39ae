package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Formats that put a few bytes before each piece of a frame and cut it anywhere. */
abstract class FramePacketiser implements Packetiser {
    private final PieceRules rules;

    FramePacketiser(PieceRules rules) {
        this.rules = rules;
    }

    /** Bytes before each piece. */
    abstract int headLength();

    /** Writes {@link #headLength} bytes. @param at where in the frame the piece begins */
    abstract void writeHead(Frame frame, int at, int length, ByteBuf out);

    /** Whether the marker stands on a piece. */
    boolean isMarked(boolean last) {
        return last;
    }

    @Override
    public final void cut(Frame frame, ByteBuf out, PieceSink pieces) throws MediaFormatException {
        PieceWriter writer = new PieceWriter(out, pieces, rules);
        ByteBuffer rest = frame.payload().view();
        while (rest.hasRemaining()) {
            ByteBuf piece = writer.begin();
            int length = Math.min(rest.remaining(), rules.mostBytes() - headLength());
            writeHead(frame, rest.position(), length, piece);
            writer.copy(rest, length);
            writer.end(isMarked(!rest.hasRemaining()));
        }
    }
}
