package arcly.rtmp.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a real socket that does to each client what it is told to do. */
final class ScriptedRemote implements Closeable {
    /** What it does with one client. */
    interface Script {
        void serve(Talk talk) throws Exception;
    }

    private final ServerSocket server;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private volatile Script script;

    ScriptedRemote(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket();
        server.setReceiveBufferSize(65_536); // of those accepted: so that one who does not read is soon full
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread acceptor = new Thread(this::accept, "scripted remote");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String url(String stream) {
        return "rtmp://127.0.0.1:" + server.getLocalPort() + "/" + stream;
    }

    /** For the next clients. */
    void next(Script other) {
        script = other;
    }

    int seen() {
        return clients.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                Thread thread = new Thread(() -> serve(client), "scripted remote's client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            script.serve(new Talk(client));
        } catch (Exception gone) {
            // the client left, or the test is over
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    /** The conversation with one client. */
    static final class Talk {
        final Socket socket;
        final Remote says = new Remote();
        private final ByteBuf received = Unpooled.buffer();
        private final byte[] buffer = new byte[65_536];

        Talk(Socket socket) {
            this.socket = socket;
        }

        void send() throws IOException {
            socket.getOutputStream().write(says.bytes());
        }

        void await(String command) throws IOException {
            while (says.read(received).stream().noneMatch(heard -> heard.is(command))) {
                receive();
            }
        }

        void receive() throws IOException {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("the client left");
            }
            received.discardReadBytes().writeBytes(buffer, 0, count);
        }

        /** Up to the answer to publish or play. */
        void upTo(String command) throws IOException {
            says.handshake();
            send();
            await("connect");
            says.connected();
            send();
            await("createStream");
            says.result(command.equals("publish") ? 4 : 2, null, 1.0);
            send();
            await(command);
        }

        void untilItLeaves() throws IOException {
            while (true) {
                receive();
                received.clear();
            }
        }
    }
}
