package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.protocol.Endpoint;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionTimer;
import arcly.transport.Served;
import arcly.transport.TransportStatistics.Handover;
import arcly.transport.fixture.Numbered;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverTest extends TransportTest {

    @Test
    void messageThatIsCutByTheReplacementIsReadWhole() throws IOException {
        Served first = serve(new Numbered());
        try (Client client = client(first)) {
            byte[] letter = Client.letter(new byte[] {7, 8, 9});
            client.sendLetter((byte) 1).send(Arrays.copyOf(letter, 6));
            assertThat(client.number()).isZero();
            until(() -> transport.statistics().bytesIn() == 5 + 6);

            first.close();
            assertThat(transport.statistics().parked()).isEqualTo(1);
            Served second = serve(new Numbered());
            client.send(letter[6]);

            assertThat(client.number()).isEqualTo(1);
            assertThat(second.connections()).isEqualTo(1);
            assertThat(transport.statistics().parked()).isZero();
        }
    }

    @Test
    void endOfInputThatComesWhileParkedIsReplayedBehindTheBytes() throws IOException {
        Served first = serve(new Numbered());
        try (Client client = client(first)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            first.close();
            client.sendLetter((byte) 2).endOutput();
            until(() -> transport.statistics().bytesIn() == 10 || !transport.isEpoll()); // epoll tells of it while parked

            Served second = serve(new Numbered());
            assertThat(client.number()).isEqualTo(1);
            assertThat(client.isAtEnd()).isTrue();
            until(() -> second.connections() == 0);
        }
    }

    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void muchThatComesWithTheEndOfInputWhileParkedIsReadInFull(boolean epoll) throws IOException {
        reopen(TransportSettings.DEFAULT.withLoops(1).withEpoll(epoll));
        Served first = serve(new Numbered());
        try (Client client = client(first)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            first.close();
            for (int i = 1; i <= 4; i++) {
                client.sendLetter(new byte[10_000]); // less than the kernel keeps of what nobody reads
            }
            client.endOutput();
            until(() -> transport.statistics().bytesIn() > 5 || !epoll); // epoll tells of the end, and reads it

            Served second = serve(new Numbered());
            for (int i = 1; i <= 4; i++) {
                assertThat(client.answer()).satisfies(answer -> assertThat(answer.remaining()).isEqualTo(10_008));
            }
            assertThat(client.isAtEnd()).isTrue();
            until(() -> second.connections() == 0);
        }
    }

    @Test
    void whoConnectsWhileParkedWaitsInTheQueue() throws IOException {
        Served first = serve(new Numbered());
        InetSocketAddress address = Post.address(first);
        first.close();
        for (EventLoop loop : transport.loops().all()) {
            loop.submit(() -> { }).syncUninterruptibly(); // the gate is closed on the socket's own loop
        }
        try (Client client = client(address)) {
            client.sendLetter((byte) 1);
            assertThat(transport.statistics().connections()).isZero();
            Served second = serve(new Numbered());
            assertThat(client.number()).isZero();
            assertThat(Post.address(second)).isEqualTo(address);
        }
    }

    @Test
    void whatWasWrittenGoesOutWhileParked() throws IOException {
        byte[] large = new byte[8 << 20]; // more than a loopback socket takes at once
        Served first = serve(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                connection.write(connection.allocator().buffer().writeBytes(large));
            }
        });
        try (Client client = client(first)) {
            client.send((byte) 1);
            until(() -> transport.statistics().bytesOut() == large.length);
            first.close();
            Served second = serve(new Echo());
            client.send((byte) 5);
            assertThat(Arrays.equals(client.socket().getInputStream().readNBytes(large.length), large)).isTrue();
            assertThat(client.socket().getInputStream().read()).isEqualTo(5);
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusedConnectionIsClosedAndNobodyElse() throws IOException {
        RecordedSession session = new RecordedSession();
        AtomicInteger accepted = new AtomicInteger();
        Served first = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                if (accepted.getAndIncrement() == 0) {
                    connection.attach("s", session.session());
                }
                return super.accept(connection);
            }
        });
        try (Client refused = client(first).send((byte) 1)) {
            assertThat(refused.socket().getInputStream().read()).isEqualTo(1);
            try (Client other = client(first).send((byte) 1)) {
                assertThat(other.socket().getInputStream().read()).isEqualTo(1);
                serve(new Echo() {
                    @Override
                    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
                        super.adopt(connection, batons);
                        if (!connection.attached().isEmpty()) {
                            throw new HandoverException("not known here");
                        }
                        return new Numbered().accept(connection);
                    }
                });
                assertThat(refused.isAtEnd()).isTrue();
                assertThat(session.end()).isEqualTo(CloseReason.PROVIDER_GONE);
                assertThat(session.end().text()).contains("not known here");
                other.send((byte) 2);
                assertThat(other.socket().getInputStream().read()).isEqualTo(2);
                assertThat(lastHandover().adopted()).isEqualTo(1);
                assertThat(lastHandover().closed()).isEqualTo(1);
            }
        }
        assertThat(count("handover.refused")).isEqualTo(1);
    }

    @Test
    void nobodyComes() throws IOException {
        transport.configure(TransportSettings.DEFAULT.withHandover(Duration.ofMillis(200), false));
        RecordedSession session = new RecordedSession();
        Served first = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                connection.attach("s", session.session());
                return super.accept(connection);
            }
        });
        InetSocketAddress address = Post.address(first);
        try (Client client = client(first).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            first.close();
            assertThat(session.end()).isNull();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(session.end()).isEqualTo(CloseReason.PROVIDER_GONE);
        }
        until(() -> transport.statistics().connections() == 0);
        assertThat(lastHandover().closed()).isEqualTo(1);
        assertThat(count("handover.expired")).isEqualTo(1);
        until(() -> isFree(address)); // the listening socket has gone too
    }

    private static boolean isFree(InetSocketAddress address) throws IOException {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(address);
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    @Test
    void formerBuildGetsThemBackIfTheNewerOneLeaves() throws IOException {
        Served older = serve(new Numbered());
        try (Client client = client(older)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            Served newer = serve(new Numbered());
            assertThat(client.sendLetter((byte) 1).number()).isEqualTo(1);
            until(() -> older.connections() == 0 && newer.connections() == 1);

            newer.close();
            assertThat(client.sendLetter((byte) 1).number()).isEqualTo(2);
            assertThat(older.connections()).isEqualTo(1);
            try (Client another = client(older)) {
                assertThat(another.sendLetter((byte) 1).number()).isZero();
            }
            assertThat(transport.statistics().handovers()).hasSize(2).allMatch(Handover::isTakeover);
        }
    }

    @Test
    void timersStopWithTheHandlerAndTellWhatWasLeft() throws IOException {
        AtomicInteger ran = new AtomicInteger();
        AtomicReference<ConnectionTimer> timer = new AtomicReference<>();
        AtomicReference<Long> left = new AtomicReference<>();
        Served first = serve(new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                timer.set(connection.schedule(Duration.ofSeconds(60), ran::incrementAndGet));
                connection.schedule(Duration.ofMillis(1), ran::incrementAndGet);
                return super.accept(connection);
            }

            @Override
            List<Baton> park(Connection connection) {
                left.set(timer.get().remaining());
                return List.of();
            }
        });
        try (Client client = client(first)) {
            until(() -> ran.get() == 1);
            first.close();
            assertThat(left.get()).isBetween(1L, TimeUnit.SECONDS.toNanos(60));
            assertThat(timer.get().remaining()).isZero();
            serve(new Echo());
            client.send((byte) 3);
            assertThat(client.socket().getInputStream().read()).isEqualTo(3);
        }
        assertThat(ran).hasValue(1);
    }

    @Test
    void handlerThatFailsToParkLosesOnlyItsConnection() throws IOException {
        AtomicInteger parked = new AtomicInteger();
        Served first = serve(new Echo() {
            @Override
            List<Baton> park(Connection connection) {
                if (parked.getAndIncrement() == 0) {
                    throw new IllegalStateException("cannot leave");
                }
                return List.of();
            }
        });
        try (Client one = client(first).send((byte) 1); Client two = client(first).send((byte) 1)) {
            assertThat(one.socket().getInputStream().read()).isEqualTo(1);
            assertThat(two.socket().getInputStream().read()).isEqualTo(1);
            Served second = serve(new Echo());
            until(() -> second.connections() == 1 && transport.statistics().connections() == 1);
            assertThat(count("handler.failed")).isEqualTo(1);
        }
    }

    @Test
    void handlerOfAClosingConnectionParksToo() throws IOException {
        AtomicInteger parked = new AtomicInteger();
        AtomicInteger adopted = new AtomicInteger();
        Served first = serve(new Echo() {
            @Override
            void read(Connection connection, ByteBuf bytes) {
                bytes.release();
                connection.close(CloseReason.KICKED); // and then waits for the peer
            }

            @Override
            List<Baton> park(Connection connection) {
                parked.incrementAndGet();
                return List.of();
            }
        });
        try (Client client = client(first).send((byte) 1)) {
            assertThat(client.isAtEnd()).isTrue();
            first.close();
            assertThat(first.connections()).isZero();
            serve(new Echo() {
                @Override
                public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
                    adopted.incrementAndGet();
                    return super.adopt(connection, batons);
                }
            });
        }
        until(() -> transport.statistics().connections() == 0);
        assertThat(parked).hasValue(1);
        assertThat(adopted).hasValue(0);
    }

    @Test
    void otherBundleWaitsUnlessTheOperatorAllowsIt() throws IOException {
        Served first = serve(new Numbered());
        InetSocketAddress address = Post.address(first);
        var spec = Post.listener().port(address.getPort()).build();
        first.close();
        Served own = Post.serve(transport, spec, new Numbered());
        try (Client client = Client.to(address)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            own.close();

            Served foreign = transport.forBundle("somebody.else").serve(spec, new Numbered());
            assertThat(foreign.endpoints().get(0).state()).isEqualTo(Endpoint.State.WAITING);
            assertThat(foreign.endpoints().get(0).text()).contains(Post.BUNDLE);
            foreign.close();

            transport.configure(TransportSettings.DEFAULT.withHandover(Duration.ofSeconds(10), true));
            Served allowed = transport.forBundle("somebody.else").serve(spec, new Numbered());
            assertThat(client.sendLetter((byte) 1).number()).isEqualTo(1);
            assertThat(allowed.connections()).isEqualTo(1);
        }
    }

    @Test
    void closeDoesNotWaitOnALoop() throws Exception {
        Served first = serve(new Numbered());
        try (Client client = client(first)) {
            assertThat(client.sendLetter((byte) 1).number()).isZero();
            CompletableFuture.runAsync(first::close, transport.loops().all().get(0)).get(2, TimeUnit.SECONDS);
            Served second = serve(new Numbered());
            assertThat(client.sendLetter((byte) 1).number()).isEqualTo(1);
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void onceTheFrameworkIsStoppingCloseCloses() throws IOException {
        RecordedSession session = new RecordedSession();
        BundleTransport bundle = transport.forBundle(Post.BUNDLE, () -> true);
        Served served = bundle.serve(Post.listener().build(), new Echo() {
            @Override
            public ConnectionHandler accept(Connection connection) {
                connection.attach("s", session.session());
                return super.accept(connection);
            }
        });
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            bundle.close();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(session.end()).isEqualTo(CloseReason.SHUTDOWN);
        }
        assertThat(transport.statistics().connections()).isZero();
    }

    @Test
    void timeParkedDoesNotCount() throws IOException {
        var spec = Post.listener().handshakeTimeout(Duration.ofMillis(700)).idleTimeout(Duration.ofMillis(700));
        Served first = serve(spec, new Patient());
        try (Client client = client(first)) {
            until(() -> first.connections() == 1);
            first.close();
            await().pollDelay(1, TimeUnit.SECONDS).until(() -> true); // longer than both time-outs
            serve(spec, new Patient());
            client.send((byte) 1);
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            assertThat(count("timeout.idle") + count("timeout.handshake")).isZero();
        }
    }

    /** Never calls a handshake done. */
    private static final class Patient extends Echo {
        @Override
        public ConnectionHandler accept(Connection connection) {
            try {
                return adopt(connection, List.of());
            } catch (HandoverException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private Handover lastHandover() {
        until(() -> !transport.statistics().handovers().isEmpty());
        List<Handover> all = transport.statistics().handovers();
        return all.get(all.size() - 1);
    }
}
