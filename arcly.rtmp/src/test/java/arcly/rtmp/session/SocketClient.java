package arcly.rtmp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** An RTMP client on a real socket, used by one thread. */
final class SocketClient implements Closeable {
    private static final int DEADLINE_MILLIS = 10_000;

    final RtmpClient says = new RtmpClient();
    final List<RtmpClient.Answer> heard = new ArrayList<>();
    private final Socket socket = new Socket();
    private final ByteBuf received = Unpooled.buffer();
    private final byte[] buffer = new byte[65_536];

    SocketClient(InetSocketAddress server) throws IOException {
        socket.connect(server, DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    /** Sends what {@link #says} has said since the last time. */
    SocketClient send() throws IOException {
        socket.getOutputStream().write(says.bytes());
        return this;
    }

    void send(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, length);
    }

    /** Reads until an answer like this was heard, also before. */
    RtmpClient.Answer await(Predicate<RtmpClient.Answer> wanted) throws IOException {
        for (int looked = 0;; looked++) {
            while (looked == heard.size()) {
                if (!readSome()) {
                    throw new IOException("the server closed after " + heard.size() + " messages, codes " + codes());
                }
            }
            if (wanted.test(heard.get(looked))) {
                return heard.get(looked);
            }
        }
    }

    RtmpClient.Answer awaitCode(String code) throws IOException {
        return await(answer -> code.equals(answer.code()));
    }

    /** Reads until the server closes. */
    void awaitEnd() throws IOException {
        boolean open = true;
        while (open) {
            open = readSome();
        }
    }

    private boolean readSome() throws IOException {
        int count;
        try {
            count = socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException late) {
            throw new IOException("nothing for " + DEADLINE_MILLIS + " ms after " + heard.size() + " messages, codes "
                    + codes(), late);
        }
        if (count < 0) {
            return false;
        }
        received.writeBytes(buffer, 0, count);
        heard.addAll(says.read(received));
        received.discardReadBytes();
        return true;
    }

    private List<String> codes() {
        return heard.stream().map(RtmpClient.Answer::code).filter(Objects::nonNull).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
