package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.transport.AlpnProtocols;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.Served;
import arcly.transport.TlsTerms;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection promises holds with TLS below it. */
class TlsConnectionTest extends TlsTest {

    private Client speaking(Served served, String version) throws Exception {
        SSLSocket socket = socket("", LOCAL);
        socket.setEnabledProtocols(new String[] {version});
        return Client.to(Post.address(served), socket);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,true", "TLSv1.3,false", "TLSv1.2,true", "TLSv1.2,false"})
    void readsWritesAndEnds(String version, boolean epoll) throws Exception {
        reopen(TransportSettings.DEFAULT.withLoops(1).withEpoll(epoll));
        Served served = serveSecure(new Echo());
        byte[] much = new byte[300_000];
        new java.util.Random(3).nextBytes(much);
        try (Client client = speaking(served, version).send(much)) {
            assertThat(client.socket().getInputStream().readNBytes(much.length)).isEqualTo(much);
            assertThat(client.endOutput().isAtEnd()).isTrue(); // the other close_notify, and the end
        }
        until(() -> served.connections() == 0 && transport.statistics().connections() == 0);
        assertThat(transport.statistics().bytesIn()).isEqualTo(much.length);
        assertThat(transport.statistics().bytesOut()).isEqualTo(much.length);
    }

    @Test
    void handlerMayGoOnWritingAfterTheEndOfInput() throws Exception {
        Served served = serveSecure(new Echo() {
            @Override
            boolean inputEnded(Connection connection) {
                connection.schedule(Duration.ofMillis(50), () -> {
                    connection.write(connection.allocator().buffer().writeByte(9));
                    connection.flush();
                    connection.close(CloseReason.LEFT);
                });
                return true;
            }
        });
        try (Client client = secureClient(served)) {
            ((SSLSocket) client.socket()).startHandshake();
            assertThat(client.endOutput().socket().getInputStream().read()).isEqualTo(9);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void anEndWithoutAGoodbyeIsAnEnd() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        Served served = serveSecure(new Echo() {
            @Override
            boolean inputEnded(Connection connection) {
                ends.incrementAndGet();
                connection.close(CloseReason.LEFT);
                return true;
            }
        });
        try (Socket below = new Socket()) {
            below.connect(Post.address(served), 5_000);
            SSLSocket tls = (SSLSocket) arcly.transport.fixture.Certified.trusting(LOCAL).getSocketFactory()
                    .createSocket(below, "localhost", below.getPort(), false);
            tls.getOutputStream().write(1);
            assertThat(tls.getInputStream().read()).isEqualTo(1);
            below.shutdownOutput();
            assertThat(tls.getInputStream().read()).isEqualTo(-1);
        }
        until(() -> served.connections() == 0);
        assertThat(ends).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closeLetsTheLastWordsOutThoughThePeerIsStillSending(String version) throws Exception {
        byte[] goodbye = new byte[200_000]; // what a slow machine takes within the time for goodbyes
        Served served = serveSecure(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                connection.write(connection.allocator().buffer().writeBytes(goodbye));
                connection.close(CloseReason.KICKED);
                connection.write(connection.allocator().buffer().writeByte(1)); // too late
            }
        });
        try (Client client = speaking(served, version)) {
            for (int i = 0; i < 20; i++) {
                client.send(new byte[10_000]);
            }
            assertThat(client.socket().getInputStream().readAllBytes().length).isEqualTo(goodbye.length);
        }
        until(() -> served.connections() == 0);
    }

    /** Many small writes before one flush are records of 16 kB, as large as TLS has them. */
    @Test
    void smallWritesShareRecords() throws Exception {
        Served served = serveSecure(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                ByteBuf shared = Unpooled.directBuffer(100_000).writeZero(100_000);
                for (int i = 0; i < 1_000; i++) {
                    connection.write(shared.readRetainedSlice(100));
                }
                shared.release();
            }
        });
        Wiretap below = new Wiretap(Post.address(served));
        try (SSLSocket tls = (SSLSocket) arcly.transport.fixture.Certified.trusting(LOCAL).getSocketFactory()
                .createSocket(below, "localhost", below.getPort(), true)) {
            tls.getOutputStream().write(1);
            assertThat(tls.getInputStream().readNBytes(100_000)).hasSize(100_000);
        }
        List<Integer> large = below.records().stream().filter(size -> size > 10_000).toList();
        assertThat(large).hasSize(6); // 100000 are six times 16384, and a rest
        assertThat(below.records().stream().filter(size -> size > 1_200 && size <= 10_000)).hasSize(1);
    }

    /** A client that does not read: the connection says so, holds what its watermark allows, and goes on when it reads. */
    @Test
    void aSlowPeerIsSeen() throws Exception {
        reopen(TransportSettings.DEFAULT.withLoops(1).withBuffers(0, 64 << 10, 16 << 10));
        AtomicReference<Connection> seen = new AtomicReference<>();
        AtomicLong written = new AtomicLong();
        Served served = serveSecure(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                seen.set(connection);
                fill(connection);
                return super.accept(connection);
            }

            private void fill(Connection connection) {
                while (connection.isWritable() && written.get() < 64 << 20) {
                    connection.write(connection.allocator().buffer(8_192).writeZero(8_192));
                    connection.flush();
                    written.addAndGet(8_192);
                }
                connection.schedule(Duration.ofMillis(1), () -> fill(connection));
            }
        });
        try (Client client = secureClient(served)) {
            ((SSLSocket) client.socket()).startHandshake();
            TransportSettings marks = TransportSettings.DEFAULT;
            until(() -> seen.get() != null && pending(seen.get()) > marks.lowWatermark()); // below, more is written
            assertThat(pending(seen.get())).isLessThan(marks.highWatermark() + (32 << 10));
            assertThat(client.socket().getInputStream().readNBytes(64 << 20)).hasSize(64 << 20);
            until(() -> pending(seen.get()) == 0);
        }
        until(() -> transport.statistics().connections() == 0);
        assertThat(transport.statistics().bytesOut()).isEqualTo(64 << 20);
    }

    private static long pending(Connection connection) throws Exception {
        return connection.loop().submit(connection::pendingBytes).get();
    }

    @ParameterizedTest
    @CsvSource({"h2 http/1.1, h2", "http/1.1 h2, h2", "http/1.1, http/1.1", "other, ''", "'', ''"})
    void applicationProtocolIsChosenByTheListener(String offered, String chosen) throws Exception {
        certify("default", LOCAL);
        AlpnProtocols protocols = AlpnProtocols.otherwise(new Named("otherwise")).with("h2", new Named("h2"))
                .with("http/1.1", new Named("http/1.1"));
        Served served = serve(Post.listener().tls(TlsTerms.of(List.of("default")).withApplicationProtocols(protocols.names())),
                protocols);
        SSLSocket socket = socket("", LOCAL);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(offered.isEmpty() ? new String[0] : offered.split(" "));
        socket.setSSLParameters(parameters);
        try (Client client = Client.to(Post.address(served), socket)) {
            client.send((byte) 1);
            String name = chosen.isEmpty() ? "otherwise" : chosen;
            assertThat(client.socket().getInputStream().readNBytes(name.length())).asString().isEqualTo(name);
            assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
        }
    }

    private static final class Named extends Echo {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        void read(Connection connection, ByteBuf bytes) {
            bytes.release();
            connection.write(Unpooled.copiedBuffer(name, StandardCharsets.US_ASCII));
        }
    }

    /** Notes the sizes of TLS records that arrive. */
    private static final class Wiretap extends Socket {
        private final List<Integer> records = new ArrayList<>();
        private int body;
        private final byte[] head = new byte[5];
        private int heads;

        Wiretap(InetSocketAddress server) throws IOException {
            connect(server, 5_000);
            setSoTimeout(10_000);
        }

        List<Integer> records() {
            return records;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(new DataInputStream(super.getInputStream())) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int count = super.read(bytes, from, length);
                    for (int i = 0; i < count; i++) {
                        octet(bytes[from + i]);
                    }
                    return count;
                }
            };
        }

        private void octet(byte octet) {
            if (body > 0) {
                body--;
                return;
            }
            head[heads++] = octet;
            if (heads == head.length) {
                heads = 0;
                body = (head[3] & 0xFF) << 8 | head[4] & 0xFF;
                records.add(body);
            }
        }
    }
}
