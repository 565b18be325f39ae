package arcly.core.stream;

import arcly.api.stream.Answer;
import arcly.api.stream.Application;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.api.stream.Streams;
import arcly.core.answer.Pending;
import arcly.core.application.Applications;
import arcly.core.application.HostedApplication;
import arcly.core.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** All streams, by key, and whoever waits for one that is not there yet. Any thread. */
public final class Directory implements Streams {
    private final Surroundings around;
    private final Applications applications;
    private final IntSupplier mostStreams;
    private final Demands demands;
    private final Map<StreamKey, HostedStream> live = new ConcurrentSkipListMap<>();
    private final Set<HostedStream> draining = ConcurrentHashMap.newKeySet(); // ended, but not all readers have read to the end
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Map<StreamKey, List<Pending<LiveStream>>> waiting = new HashMap<>(); // guarded by itself

    /**
     * @param mostStreams in all, asked each time
     * @param executor asks the source providers
     */
    public Directory(Surroundings around, Applications applications, IntSupplier mostStreams, Executor executor) {
        this.around = around;
        this.applications = applications;
        this.mostStreams = mostStreams;
        demands = new Demands(this, around, executor);
    }

    public Demands demands() {
        return demands;
    }

    // ---- publishing

    /**
     * Claims a stream by its application's takeover rule.
     *
     * @param bitrateLimit bits per second over ten seconds; 0 for none
     * @param whenGranted told as soon as the claim may be used: now, or when the former publisher has left; in whoever's thread
     * @throws StreamException NOT_FOUND, BUSY or LIMIT
     */
    public void claim(StreamKey key, Holder holder, long bitrateLimit, Consumer<Claim> whenGranted) {
        HostedApplication application = applications.require(key.application());
        for (;;) {
            HostedStream stream = live.get(key);
            if (stream == null) {
                stream = begin(application, key);
            }
            switch (stream.take(new Claim(stream, holder, bitrateLimit, around.timers().now(), whenGranted))) {
                case YES -> {
                    return;
                }
                case BUSY -> {
                    around.counters().count("publish.busy");
                    throw new StreamException(Reason.BUSY, key + " is published already by " + stream.publisher());
                }
                default -> ended(stream); // between its end and its leaving the directory: helped along
            }
        }
    }

    private synchronized HostedStream begin(HostedApplication application, StreamKey key) {
        HostedStream present = live.get(key);
        if (present != null) {
            return present;
        }
        if (count.get() >= mostStreams.getAsInt()) {
            throw limit("limit.streams", key, mostStreams.getAsInt() + " streams, as many as streams.total allows");
        }
        if (!around.budget().hasRoomForAnother()) {
            throw limit("limit.rings.bytes", key, around.budget().taken() + " bytes in rings; rings.bytes.total allows "
                    + around.budget().most());
        }
        if (!application.streamBegins()) {
            throw limit("limit.streams", key, application.mostStreams() + " streams of " + application
                    + ", as many as streams.most in " + application.settings().file() + " allows");
        }
        count.incrementAndGet();
        HostedStream stream = new HostedStream(this, around, application, key, ids.incrementAndGet());
        live.put(key, stream);
        return stream;
    }

    private StreamException limit(String counter, StreamKey key, String what) {
        around.counters().count(counter);
        return new StreamException(Reason.LIMIT, key + " is one too many: there are " + what);
    }

    void ended(HostedStream stream) {
        if (!leave(stream)) {
            return;
        }
        count.decrementAndGet();
        stream.application().streamEnded();
        draining.add(stream);
        if (stream.isReady()) { // else those who wait have seen it fail, and it would fail again at once
            demands.askForThoseLeft(stream.key());
        }
    }

    /** Its demand goes first: one that is made once the stream is not here is another's. */
    private synchronized boolean leave(HostedStream stream) {
        if (live.get(stream.key()) != stream) {
            return false;
        }
        demands.ended(stream.key());
        return live.remove(stream.key(), stream);
    }

    // ---- finding and waiting

    @Override
    public Optional<LiveStream> find(StreamKey key) {
        return Optional.<LiveStream>ofNullable(live.get(key)).filter(Directory::isLive);
    }

    @Override
    public Collection<LiveStream> live() {
        return live.values().stream().<LiveStream>map(stream -> stream).filter(Directory::isLive).toList();
    }

    /** It may have ended a moment ago and not have left the directory. */
    private static boolean isLive(LiveStream stream) {
        return stream.state() != StreamState.ENDED;
    }

    @Override
    public Collection<Application> applications() {
        return applications.all();
    }

    @Override
    public Map<String, Long> counters() {
        return around.counters().all();
    }

    @Override
    public Answer<LiveStream> await(StreamKey key, Duration atMost) {
        return await(key, atMost, Reason.TIMEOUT);
    }

    /** @param absent how it is refused if the stream is not there when the time is over; TIMEOUT if it is there but not ready */
    public Pending<LiveStream> await(StreamKey key, Duration atMost, Reason absent) {
        Pending<LiveStream> answer = new Pending<>();
        try {
            applications.require(key.application());
        } catch (StreamException e) {
            answer.refuse(e.reason(), e.getMessage());
            return answer;
        }
        if (completeIfReady(key, answer)) {
            return answer;
        }
        synchronized (waiting) {
            waiting.computeIfAbsent(key, unused -> new ArrayList<>()).add(answer);
        }
        Timers.Timer deadline = around.timers().after(atMost.toNanos(), () -> {
            boolean there = live.containsKey(key);
            answer.refuse(there ? Reason.TIMEOUT : absent, key + (there ? " was not ready" : " was not live") + " within "
                    + atMost.toMillis() + " ms");
        });
        answer.whenDone(() -> {
            deadline.cancel();
            forget(key, answer);
        });
        if (!completeIfReady(key, answer) && !answer.isDone() && !live.containsKey(key)) {
            demands.wanted(key, around.clock().instant().plus(atMost), atMost.toNanos());
        }
        return answer;
    }

    private boolean completeIfReady(StreamKey key, Pending<LiveStream> answer) {
        HostedStream stream = live.get(key);
        return stream != null && stream.isReady() && isLive(stream) && answer.complete(stream);
    }

    private void forget(StreamKey key, Pending<LiveStream> answer) {
        synchronized (waiting) {
            List<Pending<LiveStream>> those = waiting.get(key);
            if (those != null && those.remove(answer) && those.isEmpty()) {
                waiting.remove(key);
            }
        }
    }

    void ready(HostedStream stream) {
        waitingFor(stream.key()).forEach(answer -> answer.complete(stream));
        demands.ready(stream);
    }

    void cannotCome(StreamKey key, Reason reason, String text) {
        waitingFor(key).forEach(answer -> answer.refuse(reason, text));
    }

    private List<Pending<LiveStream>> waitingFor(StreamKey key) {
        synchronized (waiting) {
            return List.copyOf(waiting.getOrDefault(key, List.of()));
        }
    }

    /** Keys that somebody waits for. */
    Set<StreamKey> wanted() {
        synchronized (waiting) {
            return Set.copyOf(waiting.keySet());
        }
    }

    // ---- reading

    /** Opens a cursor for a session. */
    public StreamReader open(LiveStream stream, ReadOptions options, Holder holder) {
        return ((HostedStream) stream).open(options, holder);
    }

    /** A viewer's session was let in. */
    public void joined(LiveStream stream) {
        ((HostedStream) stream).joined();
    }

    /** A viewer's session that was let in has ended. */
    public void left(LiveStream stream) {
        ((HostedStream) stream).left();
    }

    void viewersChanged(HostedStream stream) {
        demands.viewersChanged(stream);
    }

    HostedStream hosted(StreamKey key) {
        return live.get(key);
    }

    // ---- about once a second

    public void tick() {
        long now = around.timers().now();
        live.values().forEach(stream -> stream.tick(now));
        for (HostedStream stream : draining) {
            stream.tick(now);
            if (stream.isReleased()) {
                draining.remove(stream);
            }
        }
    }

    /** Streams live now; never drifts from what {@link #live()} lists. */
    public int count() {
        return count.get();
    }

    public void endAll(CloseReason reason) {
        live.values().forEach(stream -> stream.end(reason));
    }
}
