package arcly.transport.tcp;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/** A blocking socket that speaks what {@link arcly.transport.fixture.Numbered} understands. */
final class Client implements Closeable {
    private final Socket socket;
    private final DataInputStream in;

    private Client(InetSocketAddress server) throws IOException {
        this(server, new Socket());
    }

    private Client(InetSocketAddress server, Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        if (server != null) {
            socket.setTcpNoDelay(true);
            socket.connect(server, 5_000);
        }
        in = new DataInputStream(socket.getInputStream());
    }

    static Client to(InetSocketAddress server) throws IOException {
        return new Client(server);
    }

    /** With TLS; the handshake begins with the first byte that is sent or read. */
    static Client to(InetSocketAddress server, SSLSocket socket) throws IOException {
        return new Client(server, socket);
    }

    /** Over a socket that is connected already. */
    static Client over(SSLSocket socket) throws IOException {
        return new Client(null, socket);
    }

    static byte[] letter(byte[] body) {
        return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
    }

    Client send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Client sendLetter(byte... body) throws IOException {
        return send(letter(body));
    }

    /** The next answer: number, then body. */
    ByteBuffer answer() throws IOException {
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return ByteBuffer.wrap(answer);
    }

    long number() throws IOException {
        return answer().getLong();
    }

    Client endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** True once the server has closed; fails if it sends something else. */
    boolean isAtEnd() throws IOException {
        return in.read() == -1;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
