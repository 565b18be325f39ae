package arcly.itest.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A client's end of one RTMP connection, on blocking sockets: made of the specification and nothing of arcly's. It can stop
 * anywhere: in the middle of the handshake, in the middle of a message.
 */
public final class RtmpLink implements AutoCloseable {
    private static final int HANDSHAKE = 1536;
    private static final int CHUNK_SIZE = 4096;
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final ChunkReader chunks;
    private final byte[] hello = new byte[1 + HANDSHAKE];
    private final List<RtmpMessage> control = new ArrayList<>();
    private long window = Long.MAX_VALUE;
    private long acknowledged;
    private double transaction;

    private RtmpLink(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        if (!socket.isConnected()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        }
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        chunks = new ChunkReader(in);
        new Random(port).nextBytes(hello);
        hello[0] = 3;
        ByteBuffer.wrap(hello, 1, 8).putInt(0).putInt(0); // time, and the zero that says "no digest" (RTMP 1.0, 5.2.3)
    }

    /** A TCP connection on which nothing was said yet. */
    public static RtmpLink open(int port) throws IOException {
        return new RtmpLink(new Socket(), port);
    }

    /** One with a small receive window, for clients that do not read. */
    public static RtmpLink open(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        return new RtmpLink(socket, port);
    }

    /** Over a socket of the caller's, connected or not: one with TLS, for example. */
    public static RtmpLink over(Socket socket, int port) throws IOException {
        return new RtmpLink(socket, port);
    }

    /** Shakes hands and says connect. */
    public static RtmpLink connected(int port, String application) throws IOException {
        RtmpLink link = open(port);
        link.handshake();
        link.connect(application);
        return link;
    }

    public Socket socket() {
        return socket;
    }

    public void handshake() throws IOException {
        handshakeBegin(hello.length);
        handshakeEnd(hello.length);
    }

    /** Sends only the first bytes of C0 and C1. */
    public void handshakeBegin(int bytes) throws IOException {
        writeRaw(hello, 0, bytes);
    }

    /** Sends the rest of C0 and C1, reads S0 to S2, sends C2. */
    public void handshakeEnd(int sent) throws IOException {
        writeRaw(hello, sent, hello.length - sent);
        byte[] answer = new byte[1 + 2 * HANDSHAKE];
        in.readFully(answer);
        if (answer[0] != 3) {
            throw new IOException("S0 is " + answer[0]);
        }
        writeRaw(answer, 1, HANDSHAKE);
    }

    /** Sends connect and the chunk size, and waits for the result. */
    public void connect(String application) throws IOException {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("app", application);
        command.put("flashVer", "FMLE/3.0 (arcly.itest)");
        command.put("tcUrl", "rtmp://127.0.0.1:" + socket.getPort() + "/" + application);
        write(new RtmpMessage(RtmpMessage.SET_CHUNK_SIZE, 0, 0, ByteBuffer.allocate(4).putInt(CHUNK_SIZE).array()));
        transaction = 1;
        write(RtmpMessage.command(0, "connect", transaction, command));
        result();
    }

    /** Sends createStream and waits for the number. */
    public int createStream() throws IOException {
        write(RtmpMessage.command(0, "createStream", ++transaction, null));
        List<Object> result = result();
        return ((Double) result.get(3)).intValue();
    }

    /** Waits for the answer to the last transaction. */
    private List<Object> result() throws IOException {
        while (true) {
            RtmpMessage message = read();
            if (message == null) {
                throw new IOException("the server closed before it answered");
            }
            if (message.isCommand("_error")) {
                throw new IOException("refused: " + message);
            }
            if (message.isCommand("_result") && message.values().get(1).equals(transaction)) {
                return message.values();
            }
        }
    }

    /**
     * The next message that is not protocol control, which is answered here. Null at the end of the connection. Called by one
     * thread.
     *
     * @throws IOException if the connection broke, or ended inside a message
     */
    public RtmpMessage read() throws IOException {
        while (true) {
            RtmpMessage message = chunks.read();
            if (message == null) {
                return null;
            }
            if (chunks.bytes() - acknowledged > window) {
                acknowledged = chunks.bytes();
                write(new RtmpMessage(RtmpMessage.ACKNOWLEDGEMENT, 0, 0,
                        ByteBuffer.allocate(4).putInt((int) acknowledged).array()));
            }
            switch (message.type()) {
                case RtmpMessage.SET_CHUNK_SIZE, RtmpMessage.ACKNOWLEDGEMENT, 2, 6 -> { }
                case RtmpMessage.WINDOW_SIZE -> window = ByteBuffer.wrap(message.body()).getInt() / 2;
                case RtmpMessage.USER_CONTROL -> userControl(message);
                default -> {
                    return message;
                }
            }
        }
    }

    /** User control messages so far, pings apart. */
    public List<RtmpMessage> control() {
        synchronized (control) {
            return List.copyOf(control);
        }
    }

    private void userControl(RtmpMessage message) throws IOException {
        ByteBuffer body = ByteBuffer.wrap(message.body());
        if (body.getShort() == 6) {
            write(new RtmpMessage(RtmpMessage.USER_CONTROL, 0, 0,
                    ByteBuffer.allocate(6).putShort((short) 7).putInt(body.getInt()).array()));
            return;
        }
        synchronized (control) {
            control.add(message);
        }
    }

    public void write(RtmpMessage message) throws IOException {
        byte[] bytes = encode(message);
        writeRaw(bytes, 0, bytes.length);
    }

    public void writeRaw(byte[] bytes, int from, int length) throws IOException {
        synchronized (out) {
            out.write(bytes, from, length);
            out.flush();
        }
    }

    /** The message as chunks: a full header, then continuations. */
    public byte[] encode(RtmpMessage message) {
        int id = switch (message.type()) {
            case RtmpMessage.VIDEO -> 6;
            case RtmpMessage.AUDIO -> 4;
            case RtmpMessage.COMMAND, RtmpMessage.DATA -> 3;
            default -> 2;
        };
        int size = message.type() == RtmpMessage.SET_CHUNK_SIZE ? 128 : CHUNK_SIZE;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.body().length + 64);
        DataOutputStream data = new DataOutputStream(bytes);
        boolean extended = message.time() >= 0xFFFFFF;
        try {
            data.writeByte(id);
            u24(data, extended ? 0xFFFFFF : (int) message.time());
            u24(data, message.body().length);
            data.writeByte(message.type());
            data.writeInt(Integer.reverseBytes(message.stream()));
            for (int at = 0; at < message.body().length || at == 0; at += size) {
                if (at > 0) {
                    data.writeByte(0xC0 | id);
                }
                if (extended) {
                    data.writeInt((int) message.time());
                }
                data.write(message.body(), at, Math.min(size, message.body().length - at));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void u24(DataOutputStream out, int value) throws IOException {
        out.writeByte(value >> 16);
        out.writeShort(value);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
