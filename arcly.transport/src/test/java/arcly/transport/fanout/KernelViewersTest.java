package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.handover.Baton;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.core.Kernel;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.ViewerEvent;
import arcly.transport.WireForm;
import arcly.transport.WireOptions;
import arcly.transport.tcp.TcpTransport;
import arcly.transport.tcp.TransportSettings;
import io.netty.buffer.ByteBuf;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Viewers of a kernel's stream over sockets, on two loops and with a publisher of its own thread, while their bundle is
 * replaced.
 */
@Timeout(60)
class KernelViewersTest {
    private static final StreamKey CAM = StreamKey.of("live", "cam");
    private static final int VIEWERS = 8;
    private static final int FRAMES = 4000;
    private static final int GROUP_OF_PICTURES = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void everyFrameComesOutOnceAndInOrderOverManyHandovers() throws Exception {
        try (Kernel kernel = Kernel.builder().application("live", Map.of("ring.frames", "2048", "lag.time", "60000")).build();
                TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2))) {
            Publication publication = kernel.sessions().open(SessionRequest.publisher("test", CAM).build())
                    .publish(Duration.ofSeconds(1)).get();
            publication.declare(List.of(TestStream.VIDEO), true);
            publish(publication, 0);

            Served served = serve(transport, kernel, 0);
            List<AtomicLong> reached = new ArrayList<>();
            List<Future<Long>> ends = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                AtomicLong at = new AtomicLong(-1);
                reached.add(at);
                InetSocketAddress address = served.endpoints().get(0).address();
                ends.add(threads.submit(() -> watch(address, at)));
            }
            await().until(() -> reached.stream().allMatch(at -> at.get() >= 0));
            for (int number = 1; number < FRAMES; number++) {
                publish(publication, number);
                if (number % 400 == 0) {
                    serve(transport, kernel, number / 400); // takes over
                }
                if (number % 25 == 0) { // at the pace of the slowest, so that nobody lags
                    long least = number - 100;
                    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                            .until(() -> reached.stream().allMatch(at -> at.get() >= least));
                }
            }
            publication.close(CloseReason.LEFT);
            assertAllReadToTheEnd(ends);
            await().until(() -> transport.statistics().counters().get("fanout.cache.bytes") == 0);
            assertThat(transport.statistics().counters()).containsEntry("fanout.form.failed", 0L);
            assertThat(transport.statistics().handovers()).hasSize(9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertAllReadToTheEnd(List<Future<Long>> ends) throws ExecutionException, InterruptedException {
        for (Future<Long> end : ends) {
            assertThat(end.get()).isEqualTo(FRAMES - 1);
        }
    }

    private static void publish(Publication publication, int number) {
        Payload payload = TestStream.payload(number, 1 + number * 7919 % 6000);
        publication.publish(Frame.of(TestStream.VIDEO).dts(number * 1_000_000L).key(number % GROUP_OF_PICTURES == 0)
                .payload(payload).build());
    }

    private static Served serve(TcpTransport transport, Kernel kernel, int generation) {
        ListenerSpec spec = ListenerSpec.of("viewers", "fixture.viewers.pid").bind(List.of("127.0.0.1")).build();
        return transport.forBundle("fixture.viewers").serve(spec, new Viewing(kernel, generation));
    }

    /** Reads to the end of the connection; returns the last frame's number. */
    private static long watch(InetSocketAddress address, AtomicLong reached) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(30_000);
            socket.connect(address);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(in.readUTF()).isEqualTo("STARTED");
            assertThat(in.readUTF()).isEqualTo("track 0");
            for (String word = in.readUTF(); word.equals("frame"); word = in.readUTF()) {
                long number = in.readLong();
                byte[] payload = new byte[in.readInt()];
                in.readFully(payload);
                assertThat(number).isEqualTo(reached.get() + 1);
                assertThat(Payload.wrap(payload)).isEqualTo(TestStream.payload((int) number, payload.length));
                reached.set(number);
            }
            assertThat(in.read()).as("the end of the connection").isEqualTo(-1);
        }
        return reached.get();
    }

    private static void word(ByteBuf out, String word) {
        out.writeShort(word.length()).writeBytes(word.getBytes());
    }

    /** One generation of a bundle whose connections view the stream and send nothing. */
    private record Viewing(Kernel kernel, int generation) implements ConnectionProtocol {

        @Override
        public ConnectionHandler accept(Connection connection) {
            connection.established();
            ClientSession session = kernel.sessions().open(SessionRequest.viewer("test", CAM).build());
            connection.attach("1", session);
            Answer<LiveStream> answer = session.play(Duration.ofSeconds(5));
            answer.arm(connection.loop(), () -> {
                session.open(ReadOptions.viewer());
                connection.view("1", options(), event -> happened(connection, event));
            });
            return new Handler();
        }

        @Override
        public ConnectionHandler adopt(Connection connection, List<Baton> batons) {
            connection.viewer("1").arm(options(), event -> happened(connection, event));
            return new Handler();
        }

        private WireOptions options() {
            return WireOptions.of("viewing." + generation / 2, new Form()).withWindow(Duration.ofMillis(generation));
        }

        private static void happened(Connection connection, ViewerEvent event) {
            if (event.kind() == ViewerEvent.Kind.TRACK) {
                return; // the announcement tells
            }
            ByteBuf out = connection.allocator().buffer();
            word(out, event.kind().name());
            connection.write(out);
            if (event.kind() == ViewerEvent.Kind.ENDED) {
                connection.close(event.reason());
            }
        }
    }

    private static final class Handler implements ConnectionHandler {
        @Override
        public List<Baton> park() {
            return List.of();
        }

        @Override
        public void drain(CloseReason reason) {
        }
    }

    private static final class Form implements WireForm {
        @Override
        public void encode(Frame frame, ByteBuf out) {
            word(out, "frame");
            out.writeLong(frame.dts() / 1_000_000).writeInt(frame.payload().size()).writeBytes(frame.payload().view());
        }

        @Override
        public void announce(Track track, Frame first, ByteBuf out) {
            word(out, "track " + track.id());
        }
    }
}
