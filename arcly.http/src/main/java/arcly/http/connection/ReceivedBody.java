package arcly.http.connection;

import arcly.http.message.BodyDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come of a request's body; kept until it is answered, so that another route, or another generation, can be asked the
 * same.
 */
final class ReceivedBody {
    private static final int PIECE_BYTES = 16 << 10;

    private final BodyDecoder decoder;
    private final List<byte[]> pieces = new ArrayList<>(1);
    private long size;

    ReceivedBody(BodyDecoder decoder) {
        this.decoder = decoder;
    }

    static ReceivedBody readState(ByteBuf in) {
        ReceivedBody body = new ReceivedBody(BodyDecoder.readState(in));
        byte[] kept = new byte[in.readInt()];
        in.readBytes(kept);
        if (kept.length > 0) {
            body.add(kept);
        }
        return body;
    }

    void writeState(ByteBuf out) {
        decoder.writeState(out);
        out.writeInt((int) size);
        pieces.forEach(out::writeBytes);
    }

    BodyDecoder decoder() {
        return decoder;
    }

    /** Takes the next piece out of the input; false if there is none. */
    boolean takeFrom(ByteBuf in) {
        ByteBuf piece = decoder.next(in, PIECE_BYTES);
        if (piece == null) {
            return false;
        }
        add(ByteBufUtil.getBytes(piece));
        return true;
    }

    private void add(byte[] piece) {
        pieces.add(piece);
        size += piece.length;
    }

    /** The request was answered: what is still to come is only skipped. */
    void forget() {
        pieces.clear();
        size = 0;
    }

    byte[] piece(int index) {
        return pieces.get(index);
    }

    int pieces() {
        return pieces.size();
    }

    long size() {
        return size;
    }

    boolean isComplete() {
        return decoder.isDone();
    }
}
