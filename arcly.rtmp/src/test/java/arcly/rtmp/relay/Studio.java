package arcly.rtmp.relay;

import arcly.api.media.Frame;
import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Kernel;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.Video;
import arcly.rtmp.session.Flv;
import arcly.rtmp.session.MediaIntake;
import arcly.rtmp.session.RtmpConnections;
import arcly.rtmp.session.RtmpContext;
import arcly.transport.Connection;
import arcly.transport.ListenerSpec;
import arcly.transport.Served;
import arcly.transport.Transport;
import arcly.transport.tcp.TcpTransport;
import arcly.transport.tcp.TransportSettings;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A server: a kernel with its own transport, RTMP, and relays. */
final class Studio implements AutoCloseable {
    static final StreamKey CAM = StreamKey.of("live", "cam");

    final Kernel kernel = Kernel.builder().application("live", Map.of("grace", 5000, "takeover.stale", 100, "ondemand.delay",
            1000)).build();
    final TcpTransport transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));
    final Served served = transport.forBundle("arcly.rtmp").serve(
            ListenerSpec.of("rtmp", "arcly.rtmp").bind(List.of("127.0.0.1")).build(), new RtmpConnections(
                    new RtmpContext(kernel.sessions(), kernel.streams(), () -> RtmpSettings.DEFAULT)));
    Predicate<Connection> own = connection -> false;

    int port() {
        Awaitility.await().until(() -> !served.endpoints().isEmpty() && served.endpoints().get(0).address().getPort() != 0);
        return served.endpoints().get(0).address().getPort();
    }

    RelayContext context(Transport generation) {
        return new RelayContext(kernel.sessions(), kernel.streams(), generation, own, Clock.systemUTC(), System::nanoTime,
                new Random());
    }

    /** One generation of a bundle's push. */
    PushRelays push(Map<String, Object> properties) {
        PushRelays relays = new PushRelays("arcly.rtmp.push~x", context(transport.forBundle("relays")));
        relays.begin(RelaySettings.NONE.changedPush("arcly.rtmp.push~x", properties));
        return relays;
    }

    /** One generation of a bundle's pull. */
    PullRelays pull(Map<String, Object> properties) {
        PullRelays relays = new PullRelays("arcly.rtmp.pull~x", context(transport.forBundle("relays")));
        relays.configure(RelaySettings.NONE.changedPull("arcly.rtmp.pull~x", properties));
        kernel.demands().add(relays::open, 0, "pull");
        return relays;
    }

    /** Publishes from inside. */
    Source source(StreamKey key) {
        return new Source(kernel.sessions().open(SessionRequest.publisher("test", key).build()));
    }

    LiveStream stream(StreamKey key) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> kernel.streams().find(key).filter(LiveStream::isReady)
                .isPresent());
        return kernel.streams().find(key).get();
    }

    /** Waits until the only relay is in that state. */
    static RelayStatus await(Supplier<List<RelayStatus>> relays, RelayState state) {
        return await(relays, status -> status.state() == state);
    }

    static RelayStatus await(Supplier<List<RelayStatus>> relays, Predicate<RelayStatus> wanted) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> relays.get().toString(), any -> relays.get().size() == 1 && wanted.test(relays.get().get(0)));
        return relays.get().get(0);
    }

    @Override
    public void close() {
        transport.close();
        kernel.close();
    }

    /** A stream made of the same file again and again. */
    static final class Source {
        static final long ROUND_MILLIS = 1_000;
        private final ClientSession session;
        private final Publication publication;
        private final MediaIntake intake = new MediaIntake(() -> "source");
        private int rounds;

        private Source(ClientSession session) {
            this.session = session;
            publication = session.publish(Duration.ofSeconds(5)).get();
            intake.begin(publication);
        }

        /** The file's frames once. */
        Source round() {
            for (FlvTag tag : Flv.tags()) {
                if (tag.type() != FlvTag.SCRIPT_DATA) {
                    intake.take(new RawMessage(tag.type() == FlvTag.VIDEO ? Video.TYPE : Audio.TYPE, 1,
                            tag.timestampMillis() + rounds * ROUND_MILLIS, ByteBuffer.wrap(tag.body().toByteArray())),
                            AmfLimits.DEFAULT);
                }
            }
            rounds++;
            return this;
        }

        Publication publication() {
            return publication;
        }

        void end() {
            session.end(CloseReason.LEFT);
        }
    }

    /** Reads a stream from now on. */
    static final class Watcher {
        private final StreamReader reader;
        private final List<String> seen = new ArrayList<>();

        Watcher(LiveStream stream) {
            reader = stream.open(ReadOptions.service());
        }

        /** Track, content and time of all frames so far, the time from the first frame of all on. */
        List<String> seen() {
            for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                seen.add(frame.track().kind() + " " + frame.payload().hashCode() + " " + frame.dts() / 1_000_000);
            }
            return seen;
        }

        /** Waits for so many frames in all. */
        List<String> await(int count) {
            Awaitility.await().atMost(20, TimeUnit.SECONDS).pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> seen().size() >= count);
            return seen;
        }
    }
}
