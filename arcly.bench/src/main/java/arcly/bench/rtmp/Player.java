package arcly.bench.rtmp;

import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.Amf0Reader;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.chunk.ChunkDecoder;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.handshake.ClientHandshake;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.util.List;
import java.util.Random;

/** An RTMP player on a blocking socket that watches no longer than its stream takes to begin. */
final class Player implements AutoCloseable {
    private static final int PORT = 1935;
    private static final int OWN_CHUNK_SIZE = 128; // RTMP 1.0, 5.4.1: what holds until somebody says otherwise
    private static final int COMMANDS = 3; // chunk stream
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int AVC_KEY_FRAME = 0x17; // FLV's video tag: key frame, AVC
    private static final int AVC = 7;
    private static final int CONFIGURATION = 0; // FLV's packet type, AVC's and AAC's

    private final URI url;
    private final String application;
    private final String name;
    private final ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
    private final ByteBuf in = Unpooled.buffer(1 << 16);
    private final byte[] piece = new byte[1 << 16];
    private final Socket socket = new Socket();

    private long keyFrameAt;
    private long audioAt;
    private long keyFrameTime;
    private long audioTime;
    private boolean configured;
    private boolean early; // video that no decoder can begin with

    Player(URI url) throws IOException {
        this.url = url;
        String path = url.getPath().substring(1);
        int slash = path.indexOf('/');
        application = path.substring(0, slash);
        name = path.substring(slash + 1) + (url.getQuery() == null ? "" : "?" + url.getQuery());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** @throws IOException if the stream does not begin, or not in time */
    Join join() throws IOException {
        long connected = System.nanoTime();
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? PORT : url.getPort()));
        shakeHands();
        send(0, Command.of("connect", 1, new AmfObject().with("app", application)
                .with("tcUrl", "rtmp://" + url.getAuthority() + "/" + application)));
        awaitResult(1);
        send(0, Command.of("createStream", 2, (Object) null));
        int stream = ((Double) awaitResult(2).get(1)).intValue();
        long played = System.nanoTime();
        send(stream, Command.of("play", 0, null, name));
        while (keyFrameAt == 0 || audioAt == 0) {
            look(next());
        }
        return new Join(connected, played, keyFrameAt, audioAt, audioTime - keyFrameTime, configured && !early);
    }

    private void shakeHands() throws IOException {
        ClientHandshake handshake = new ClientHandshake(ClientHandshake.Form.SIMPLE, new Random());
        while (!handshake.isDone()) {
            ByteBuf out = Unpooled.buffer();
            handshake.advance(in, out);
            flush(out);
            if (!handshake.isDone()) {
                receive();
            }
        }
    }

    /** What follows the transaction id. */
    private List<Object> awaitResult(double transaction) throws IOException {
        for (;;) {
            RawMessage message = next();
            if (message.type() != Command.TYPE) {
                continue;
            }
            List<Object> values = new Amf0Reader(Unpooled.wrappedBuffer(message.body()), AmfLimits.DEFAULT).readAll();
            if (values.get(0).equals("_result") && values.get(1).equals(transaction)) {
                return values.subList(2, values.size());
            }
            if (values.get(0).equals("_error")) {
                throw new IOException("refused: " + values);
            }
        }
    }

    private void look(RawMessage message) throws IOException {
        int first = message.body().remaining() < 2 ? 0 : message.body().get(0) & 0xFF;
        if (message.type() == VIDEO && (first & 0x0F) == AVC) {
            if (message.body().get(1) == CONFIGURATION) {
                configured = true;
            } else if (keyFrameAt == 0 && first == AVC_KEY_FRAME) {
                keyFrameAt = System.nanoTime();
                keyFrameTime = message.timestamp();
                early |= !configured;
            } else if (keyFrameAt == 0) {
                early = true;
            }
        } else if (message.type() == AUDIO && audioAt == 0 && first != 0 && message.body().get(1) != CONFIGURATION) {
            audioAt = System.nanoTime();
            audioTime = message.timestamp();
        } else if (message.type() == Command.TYPE) {
            refuseErrors(message);
        }
    }

    private static void refuseErrors(RawMessage message) throws IOException {
        List<Object> values = new Amf0Reader(Unpooled.wrappedBuffer(message.body()), AmfLimits.DEFAULT).readAll();
        if (values.get(values.size() - 1) instanceof AmfObject info && "error".equals(info.string("level"))) {
            throw new IOException("refused: " + info.string("code") + " " + info.string("description"));
        }
    }

    private RawMessage next() throws IOException {
        for (;;) {
            RawMessage message = decoder.next(in);
            if (message != null) {
                return message;
            }
            in.discardReadBytes();
            receive();
        }
    }

    private void receive() throws IOException {
        int count = socket.getInputStream().read(piece);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.writeBytes(piece, 0, count);
    }

    private void send(int stream, Command command) throws IOException {
        ByteBuf out = Unpooled.buffer();
        ChunkWriter.write(out, OWN_CHUNK_SIZE, COMMANDS, 0, stream, command);
        flush(out);
    }

    private void flush(ByteBuf out) throws IOException {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
