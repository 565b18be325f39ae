package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.handover.HandoverException;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.Served;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest extends TransportTest {

    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void readsWritesAndEnds(boolean epoll) throws IOException {
        reopen(TransportSettings.DEFAULT.withLoops(1).withEpoll(epoll));
        Served served = serve(new Echo());
        try (Client client = client(served).send((byte) 1, (byte) 2)) {
            assertThat(client.socket().getInputStream().readNBytes(2)).containsExactly(1, 2);
            assertThat(client.endOutput().isAtEnd()).isTrue();
        }
        until(() -> served.connections() == 0 && transport.statistics().connections() == 0);
        assertThat(transport.statistics().bytesIn()).isEqualTo(2);
        assertThat(transport.statistics().bytesOut()).isEqualTo(2);
    }

    @Test
    void handlerMayGoOnWritingAfterTheEndOfInput() throws IOException {
        Served served = serve(new Echo() {
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
        try (Client client = client(served).endOutput()) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(9);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void muchIsWrittenToAPeerThatHasEndedItsInput(boolean epoll) throws IOException {
        reopen(TransportSettings.DEFAULT.withLoops(1).withEpoll(epoll));
        byte[] much = new byte[16 << 20];
        Served served = serve(new Echo() {
            @Override
            boolean inputEnded(Connection connection) {
                connection.schedule(Duration.ofMillis(20), () -> { // when Netty waits for nothing of this socket any more
                    connection.write(connection.allocator().buffer().writeBytes(much));
                    connection.flush();
                    closeOnceSent(connection);
                });
                return true;
            }

            private void closeOnceSent(Connection connection) {
                connection.schedule(Duration.ofMillis(5), () -> {
                    if (connection.pendingBytes() == 0) {
                        connection.close(CloseReason.LEFT);
                    } else {
                        closeOnceSent(connection);
                    }
                });
            }
        });
        try (Client client = client(served).endOutput()) {
            assertThat(client.socket().getInputStream().readAllBytes().length).isEqualTo(much.length);
        }
    }

    @Test
    void closeLetsTheLastWordsOutThoughThePeerIsStillSending() throws IOException {
        byte[] goodbye = new byte[1 << 20];
        Served served = serve(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                connection.write(connection.allocator().buffer().writeBytes(goodbye));
                connection.close(CloseReason.KICKED);
                connection.write(connection.allocator().buffer().writeByte(1)); // too late
            }
        });
        try (Client client = client(served)) {
            for (int i = 0; i < 20; i++) {
                client.send(new byte[10_000]);
            }
            assertThat(client.socket().getInputStream().readAllBytes().length).isEqualTo(goodbye.length);
        }
        until(() -> served.connections() == 0);
    }

    @Test
    void sessionsEndWithTheReasonOfTheCloseOrAsLost() throws IOException {
        RecordedSession kicked = new RecordedSession();
        RecordedSession lost = new RecordedSession();
        AtomicInteger next = new AtomicInteger();
        Served served = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                connection.attach("s", (next.getAndIncrement() == 0 ? kicked : lost).session());
                return super.accept(connection);
            }

            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                connection.close(CloseReason.KICKED);
            }
        });
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.isAtEnd()).isTrue();
            assertThat(kicked.end()).isEqualTo(CloseReason.KICKED);
        }
        try (Client client = client(served)) {
            until(() -> next.get() == 2);
            client.socket().setSoLinger(true, 0); // a reset
        }
        until(() -> lost.end() != null);
        assertThat(lost.end()).isEqualTo(CloseReason.LOST);
    }

    @Test
    void handshakeThatIsNotDoneInTime() throws IOException {
        Served served = serve(Post.listener().handshakeTimeout(Duration.ofMillis(100)), new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                try {
                    return adopt(connection, List.of()); // without saying that it is established
                } catch (HandoverException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        });
        try (Client client = client(served)) {
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(count("timeout.handshake")).isEqualTo(1);
    }

    @Test
    void silenceIsEndedButNotWhileBytesGoOut() throws IOException {
        Served served = serve(Post.listener().idleTimeout(Duration.ofMillis(400)), new Echo() {
            private int left = 10;

            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                tick(connection);
            }

            private void tick(Connection connection) {
                if (left-- > 0) {
                    connection.write(connection.allocator().buffer().writeByte(left));
                    connection.flush();
                    connection.schedule(Duration.ofMillis(100), () -> tick(connection));
                }
            }
        });
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.socket().getInputStream().readAllBytes()).hasSize(10); // a second, then silence
        }
        assertThat(count("timeout.idle")).isEqualTo(1);
    }

    @Test
    void peerThatNeverReadsIsNotWritableAndIsEndedAsIdle() throws IOException {
        AtomicLong written = new AtomicLong();
        AtomicReference<Connection> seen = new AtomicReference<>();
        Served served = serve(Post.listener().idleTimeout(Duration.ofMillis(500)), new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                seen.set(connection);
                while (connection.isWritable()) {
                    connection.write(connection.allocator().buffer().writeZero(16 << 10));
                    connection.flush();
                    written.addAndGet(16 << 10);
                }
                assertThat(connection.pendingBytes()).isBetween(1L, 2L * TransportSettings.DEFAULT.highWatermark());
            }
        });
        try (Client client = client(served).send((byte) 1)) {
            until(() -> count("timeout.idle") == 1);
            until(() -> served.connections() == 0);
            assertThat(count("handler.failed")).isZero();
        }
        assertThat(written.get()).isLessThan(16 << 20);
    }

    @Test
    void faultOfAHandlerEndsItsConnectionOnly() throws IOException {
        Served served = serve(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                if (bytes.getByte(0) == 1) {
                    bytes.release();
                    throw new IllegalStateException("cannot read 1");
                }
                super.read(connection, bytes);
            }
        });
        try (Client good = client(served).send((byte) 2); Client bad = client(served).send((byte) 1)) {
            assertThat(bad.isAtEnd()).isTrue();
            assertThat(good.socket().getInputStream().read()).isEqualTo(2);
            good.send((byte) 3);
            assertThat(good.socket().getInputStream().read()).isEqualTo(3);
        }
        assertThat(count("handler.failed")).isEqualTo(1);
    }

    @Test
    void protocolThatCannotAcceptLosesThatConnectionOnly() throws IOException {
        AtomicInteger accepted = new AtomicInteger();
        Served served = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                return switch (accepted.getAndIncrement()) {
                    case 0 -> throw new IllegalStateException("not today");
                    case 1 -> null;
                    default -> super.accept(connection);
                };
            }
        });
        try (Client refused = client(served); Client none = client(served)) {
            assertThat(refused.isAtEnd()).isTrue();
            assertThat(none.isAtEnd()).isTrue();
            try (Client good = client(served).send((byte) 1)) {
                assertThat(good.socket().getInputStream().read()).isEqualTo(1);
            }
        }
        assertThat(count("handler.failed")).isEqualTo(2);
    }

    @Test
    void handlerMayWriteThroughItsContextAndTakeOthersInByItself() throws IOException {
        AtomicReference<Throwable> fault = new AtomicReference<>();
        Served served = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                connection.install("one", new ChannelInboundHandlerAdapter() {
                    @Override
                    public void handlerAdded(ChannelHandlerContext ctx) {
                        ctx.pipeline().addAfter("one", "two", new ChannelInboundHandlerAdapter());
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        fault.set(ctx.write("not bytes").cause());
                        ctx.writeAndFlush(message);
                    }
                });
                return super.accept(connection);
            }
        });
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            assertThat(fault.get()).isInstanceOf(UnsupportedOperationException.class);
            serve(new Echo()); // a handler of the former that stayed would answer instead, or as well
            served.close();
            client.send((byte) 2);
            assertThat(client.socket().getInputStream().read()).isEqualTo(2);
            assertThat(client.endOutput().isAtEnd()).isTrue();
        }
    }

    @Test
    void decoderThatTakesItselfOutPassesTheRestOn() throws IOException {
        Served served = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                connection.install("greeting", new ByteToMessageDecoder() {
                    @Override
                    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                        if (in.readableBytes() >= 3) {
                            in.skipBytes(3);
                            connection.uninstall("greeting");
                        }
                    }
                });
                return super.accept(connection);
            }
        });
        try (Client client = client(served).send((byte) 1, (byte) 2).send((byte) 3, (byte) 4, (byte) 5)) {
            assertThat(client.socket().getInputStream().readNBytes(2)).containsExactly(4, 5);
            served.close();
            serve(new Echo());
            client.send((byte) 6);
            assertThat(client.socket().getInputStream().read()).isEqualTo(6);
        }
    }
}
