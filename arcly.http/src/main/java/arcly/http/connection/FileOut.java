package arcly.http.connection;

import arcly.api.http.HttpException;
import arcly.transport.Connection;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file, read piece by piece beside the loop, one piece ahead of what the peer takes. */
final class FileOut implements Outgoing {
    static final byte KIND = 2;
    private static final int PIECE_BYTES = 64 << 10;

    private final HttpConnection owner;
    private final Connection connection;
    private final Path path;
    private final AsynchronousFileChannel file;
    private long at;
    private long left;
    private boolean reading;
    private boolean closed;

    private FileOut(HttpConnection owner, Connection connection, Path path, long from, long length) throws IOException {
        this.owner = owner;
        this.connection = connection;
        this.path = path;
        this.at = from;
        this.left = length;
        this.file = AsynchronousFileChannel.open(path, StandardOpenOption.READ);
    }

    /** @throws HttpException 404 or 500 if it is not there, or shorter */
    static FileOut open(HttpConnection owner, Connection connection, Path path, long from, long length) {
        FileOut out = null;
        try {
            out = new FileOut(owner, connection, path, from, length);
            if (out.file.size() < from + length) {
                throw new IOException("it is shorter than it should be");
            }
            return out;
        } catch (NoSuchFileException absent) {
            throw new HttpException(404, "the file is not there");
        } catch (IOException broken) {
            if (out != null) {
                out.cancel();
            }
            throw new HttpException(500, "the file cannot be read");
        }
    }

    static FileOut adopt(HttpConnection owner, Connection connection, ByteBuf state) {
        String uri = state.readCharSequence(state.readInt(), StandardCharsets.UTF_8).toString();
        return open(owner, connection, Path.of(URI.create(uri)), state.readLong(), state.readLong());
    }

    @Override
    public void pump() {
        if (closed || reading) {
            return;
        }
        if (left == 0) {
            cancel();
            owner.replied();
        } else if (connection.isWritable()) {
            read();
        }
    }

    private void read() {
        reading = true;
        int size = (int) Math.min(left, PIECE_BYTES);
        ByteBuf piece = connection.allocator().directBuffer(size, size);
        file.read(piece.nioBuffer(0, size), at, piece, new CompletionHandler<>() {
            @Override
            public void completed(Integer count, ByteBuf into) {
                connection.loop().execute(() -> owner.guarded(() -> came(into, count)));
            }

            @Override
            public void failed(Throwable cause, ByteBuf into) {
                connection.loop().execute(() -> owner.guarded(() -> came(into, -1)));
            }
        });
    }

    private void came(ByteBuf piece, int count) {
        reading = false;
        if (closed) {
            piece.release();
        } else if (count <= 0) {
            piece.release();
            cancel();
            owner.broken("the reply broke off: " + path.getFileName() + " cannot be read on");
        } else {
            at += count;
            left -= count;
            owner.write(piece.writerIndex(count));
            connection.flush();
            pump();
        }
    }

    @Override
    public void park(ByteBuf state) {
        cancel(); // a piece that is being read now is read again
        byte[] uri = path.toUri().toString().getBytes(StandardCharsets.UTF_8);
        state.writeByte(KIND).writeInt(uri.length).writeBytes(uri).writeLong(at).writeLong(left);
    }

    @Override
    public void cancel() {
        closed = true;
        try {
            file.close();
        } catch (IOException ofNoUse) {
            // it was only read
        }
    }

    @Override
    public boolean isEndless() {
        return false;
    }

    @Override
    public void endEarly() {
        // its length was said: it is finished
    }
}
