package arcly.http.connection;

import arcly.transport.Connection;
import arcly.transport.Inflow;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A reply that its route goes on giving. What it gives is the transport's, so that it outlives this generation. */
final class StreamOut implements Outgoing {
    static final byte KIND = 1;
    private static final String NAME = "reply";
    private static final int FRAME_BYTES = 24; // size in hexadecimal and two CRLF

    private final HttpConnection owner;
    private final Connection connection;
    private final Inflow inflow;
    private final boolean chunked;

    private StreamOut(HttpConnection owner, Connection connection, Inflow inflow, boolean chunked) {
        this.owner = owner;
        this.connection = connection;
        this.inflow = inflow;
        this.chunked = chunked;
    }

    /** @param chunked otherwise it ends with the connection */
    static StreamOut start(HttpConnection owner, Connection connection, Flow.Publisher<ByteBuffer> source,
            boolean chunked) {
        return new StreamOut(owner, connection, connection.subscribe(NAME, source), chunked).armed();
    }

    static StreamOut adopt(HttpConnection owner, Connection connection, ByteBuf state) {
        Inflow inflow = connection.inflow(NAME);
        if (inflow == null) {
            throw new IllegalStateException("the reply that goes on is not there");
        }
        return new StreamOut(owner, connection, inflow, state.readBoolean()).armed();
    }

    private StreamOut armed() {
        inflow.arm(() -> owner.guarded(this::pump));
        return this;
    }

    @Override
    public void pump() {
        while (connection.isWritable()) {
            ByteBuffer piece = inflow.poll();
            if (piece == null) {
                break;
            }
            write(piece);
        }
        if (inflow.isEnded()) {
            String failure = inflow.failure();
            inflow.cancel();
            if (failure.isEmpty()) {
                end();
            } else {
                // without the last chunk: the client sees that something is missing
                owner.broken("the reply broke off: " + failure);
            }
        } else {
            connection.flush();
        }
    }

    private void write(ByteBuffer piece) {
        if (!piece.hasRemaining()) {
            return; // as a chunk it would be the last
        }
        ByteBuf out = connection.allocator().directBuffer(piece.remaining() + FRAME_BYTES);
        if (chunked) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(piece.remaining()) + "\r\n");
        }
        out.writeBytes(piece);
        if (chunked) {
            ByteBufUtil.writeAscii(out, "\r\n");
        }
        owner.write(out);
    }

    private void end() {
        if (chunked) {
            owner.write(ByteBufUtil.writeAscii(connection.allocator(), "0\r\n\r\n"));
        }
        owner.replied();
    }

    @Override
    public void park(ByteBuf state) {
        inflow.disarm();
        state.writeByte(KIND).writeBoolean(chunked);
    }

    @Override
    public void cancel() {
        inflow.cancel();
    }

    @Override
    public boolean isEndless() {
        return true;
    }

    @Override
    public void endEarly() {
        inflow.cancel();
        end();
    }
}
