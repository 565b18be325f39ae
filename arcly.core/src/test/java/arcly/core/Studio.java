package arcly.core;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A kernel whose time and threads belong to the test, and short words for what tests do with it. Not thread-safe. */
public final class Studio implements AutoCloseable {
    public static final StreamKey CAM = StreamKey.of("live", "cam");
    public static final Track VIDEO = Track.of(0, Codec.H264).size(1280, 720).build();
    public static final Track AUDIO = Track.of(1, Codec.AAC).sampleRate(48_000).channels(2).build();
    public static final long MILLI = 1_000_000L;

    public final Kernel kernel;
    public final List<StreamEvent> events = new ArrayList<>();
    private long nanos = 1_000_000_000L;
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    public Studio(Map<String, ?> live) {
        kernel = Kernel.builder().clocks(() -> nanos, new WallClock()).executor(Runnable::run).application("live", live).build();
        kernel.events().add(events::add, "the test");
    }

    public Studio() {
        this(Map.of());
    }

    /** Runs on {@link #runTasks}, in order. */
    public Executor loop() {
        return tasks::add;
    }

    public void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    public int waitingTasks() {
        return tasks.size();
    }

    /** Time passes; what is due meanwhile is done at its time. */
    public void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + 10 * MILLI);
            kernel.tick();
        }
    }

    public long now() {
        return nanos;
    }

    public ClientSession publisherSession(StreamKey key) {
        return kernel.sessions().open(SessionRequest.publisher("test", key).build());
    }

    public ClientSession viewerSession(StreamKey key) {
        return kernel.sessions().open(SessionRequest.viewer("test", key).build());
    }

    public Publication publish(StreamKey key) {
        return publisherSession(key).publish(Duration.ofSeconds(1)).get();
    }

    /** Publishes and declares video and audio, complete. */
    public Publication publishing() {
        Publication publication = publish(CAM);
        publication.declare(List.of(VIDEO, AUDIO), true);
        return publication;
    }

    public LiveStream cam() {
        return kernel.streams().find(CAM).orElseThrow();
    }

    public StreamReader read() {
        return cam().open(ReadOptions.viewer());
    }

    public static Frame video(long millis, boolean key) {
        return frame(VIDEO, millis, key);
    }

    public static Frame audio(long millis) {
        return frame(AUDIO, millis, true);
    }

    public static Frame frame(Track track, long millis, boolean key) {
        return frame(track, millis, key, 16);
    }

    public static Frame frame(Track track, long millis, boolean key, int bytes) {
        return Frame.of(track).dts(millis * MILLI).key(key).payload(Payload.wrap(new byte[bytes])).build();
    }

    /**
     * All that a reader has now, as text: {@code v0*} is a key frame of track 0 ... {@code v} or {@code a}, id, @ms, * key, !
     * mark.
     */
    public static String drain(StreamReader reader) {
        StringBuilder text = new StringBuilder();
        for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
            text.append(text.length() == 0 ? "" : " ").append(dump(frame));
        }
        return text.toString();
    }

    public static String dump(Frame frame) {
        String kind = frame.track().kind().name().substring(0, 1).toLowerCase(Locale.ROOT);
        return kind + frame.track().id() + "@" + frame.dts() / MILLI
                + (frame.isKey() && !kind.equals("a") ? "*" : "") + (frame.isDiscontinuity() ? "!" : "");
    }

    /** Types of the events so far, then forgets them. */
    public List<StreamEvent.Type> takeEvents() {
        List<StreamEvent.Type> types = events.stream().map(StreamEvent::type).toList();
        events.clear();
        return types;
    }

    @Override
    public void close() {
        kernel.close();
    }

    private final class WallClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
