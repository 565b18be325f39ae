package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.api.stream.StreamStatistics;
import arcly.api.stream.Takeover;
import arcly.core.application.ApplicationSettings;
import arcly.core.application.HostedApplication;
import arcly.core.time.Timers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream. Its life (see {@link StreamState}) changes under its lock, and nobody is called while that is held; frames come in
 * through the {@link Claim} of whoever may write, without it.
 */
final class HostedStream implements LiveStream {
    /** Publishers that may wait for one stream. */
    static final int MOST_ON_STANDBY = 4;
    private static final Logger LOG = LoggerFactory.getLogger(HostedStream.class);
    private static final long MILLI = 1_000_000L;

    /** What became of a wish to publish. */
    enum Taken { YES, BUSY, ENDED }

    private final Directory directory;
    private final Surroundings around;
    private final HostedApplication application;
    private final StreamKey key;
    private final long id;
    private final Instant since;
    private final long tracksWait;

    private final Ring ring;
    private final Intake intake;
    private final Metadata metadata = new Metadata();
    private final WakeGroups wakes;
    private final Readers readers;
    private final KeyframeRequests keyframes;
    private volatile StreamState state = StreamState.STARTING;
    private volatile boolean ready;
    private volatile boolean finished;
    private volatile CloseReason endReason;
    private volatile Claim current; // has the right to write, or gets it as soon as the writer is gone; changed under the lock

    // guarded by this
    private Claim writer; // who was let in last
    private final Deque<Claim> standby = new ArrayDeque<>();
    private Timers.Timer grace;
    private boolean readyTold;
    private BitrateWatch bitrateWatch;

    HostedStream(Directory directory, Surroundings around, HostedApplication application, StreamKey key, long id) {
        this.directory = directory;
        this.around = around;
        this.application = application;
        this.key = key;
        this.id = id;
        ApplicationSettings settings = application.settings();
        since = around.clock().instant();
        tracksWait = settings.tracksWait() * MILLI;
        ring = new Ring(settings.ringFrames(), settings.ringBytes(), around.budget());
        wakes = new WakeGroups(around.counters());
        readers = new Readers(this, ring, around);
        keyframes = new KeyframeRequests(around.timers(), this::askForKeyframe);
        intake = new Intake(this, ring, keyframes, around);
    }

    // ---- writing; only whoever is inside the gate of its claim

    /** @return false if the frame was not taken */
    boolean write(Frame frame) {
        return intake.write(frame);
    }

    void declare(TrackTable table) {
        intake.declare(table);
    }

    void putMetadata(String name, Object value) {
        try {
            if (metadata.put(name, value)) {
                around.events().happened(StreamEvent.Type.METADATA_CHANGED, key, "", Map.of("name", name));
            }
        } catch (StreamException e) {
            around.counters().count("limit.metadata");
            throw e;
        }
    }

    /** The publisher has said that no further track will come. */
    void tracksComplete() {
        ready = true;
    }

    synchronized void firstFrame() {
        if (state == StreamState.STARTING) {
            state = StreamState.PUBLISHING;
        }
    }

    void firstKeyFrame() {
        around.timers().after(tracksWait, () -> {
            ready = true;
            tellReady();
        });
    }

    /** Tells once, outside every lock, that the stream is ready, if it is. */
    void tellReady() {
        synchronized (this) {
            if (!ready || readyTold || state == StreamState.ENDED) {
                return;
            }
            readyTold = true;
            around.events().happened(StreamEvent.Type.READY, key);
        }
        directory.ready(this);
        wakes.wake(); // some waited for that with their frames, and the next frame may be far
    }

    // ---- who may write

    /**
     * Decides on a newcomer. Where the answer is YES, it is let in as soon as the former writer has left, or waits on standby.
     */
    Taken take(Claim newcomer) {
        Claim former;
        boolean waits = false;
        synchronized (this) {
            if (state == StreamState.ENDED) {
                return Taken.ENDED;
            }
            former = current;
            if (former == null || former.isEnded() || gives(former, newcomer)) {
                current = newcomer;
            } else if (application.takeover() == Takeover.STANDBY && standby.size() < MOST_ON_STANDBY) {
                standby.add(newcomer);
                waits = true;
            } else {
                return Taken.BUSY;
            }
        }
        if (waits) {
            newcomer.granted();
            return Taken.YES;
        }
        if (former != null) {
            former.finish(CloseReason.REPLACED);
        }
        letIn(newcomer);
        return Taken.YES;
    }

    private boolean gives(Claim former, Claim newcomer) {
        if (application.takeover() == Takeover.REPLACE) {
            return true;
        }
        return former.holder().identity().equals(newcomer.holder().identity())
                && silence(former) >= settings().takeoverStale() * MILLI;
    }

    private long silence(Claim publisher) {
        long heard = publisher.since();
        if (intake.hasBegun() && intake.lastFrameAt() - heard > 0) {
            heard = intake.lastFrameAt();
        }
        return around.timers().now() - heard;
    }

    /** A takeover is complete when the former writer has left: then this goes on, in that one's thread if need be. */
    private void letIn(Claim newcomer) {
        Claim before;
        boolean goesOn = false;
        synchronized (this) {
            before = writer;
            if (before == null || before.isGone()) {
                goesOn = install(newcomer) && before != null;
                before = null;
            }
        }
        if (before != null) {
            before.whenGone(() -> letIn(newcomer));
            return;
        }
        if (goesOn) {
            trackTable().list().stream().filter(TrackTable::isVideo)
                    .forEach(track -> newcomer.signals().keyframeWanted(track.id()));
        }
        tellReady();
        newcomer.granted();
    }

    private boolean install(Claim newcomer) {
        if (current != newcomer || state == StreamState.ENDED) {
            return false;
        }
        boolean first = writer == null;
        intake.resume();
        if (!newcomer.admit(around.timers().now())) {
            return false; // it has ended meanwhile, and its leaving comes after this
        }
        writer = newcomer;
        bitrateWatch = newcomer.bitrateLimit() == 0 ? null
                : new BitrateWatch(newcomer.bitrateLimit(), around.timers().now(), intake.meter().bytesIn());
        StreamEvent.Type type = first ? StreamEvent.Type.STARTED : StreamEvent.Type.TAKEN_OVER;
        if (state == StreamState.SUSPENDED) {
            type = StreamEvent.Type.RESUMED;
            state = StreamState.PUBLISHING;
            grace.cancel();
        }
        around.events().happened(type, key, newcomer.holder().session(), Map.of("publisher", newcomer.holder().text()));
        LOG.info("{}: {} by {}", key, type, newcomer.holder().text());
        return true;
    }

    /** Whoever held this claim has left publish for the last time. */
    void publisherLeft(Claim claim, CloseReason reason, boolean mayReturn) {
        Claim next = null;
        synchronized (this) {
            standby.remove(claim);
            if (current != claim || state == StreamState.ENDED) {
                return;
            }
            while (next == null && !standby.isEmpty()) {
                Claim waiting = standby.poll();
                next = waiting.isEnded() ? null : waiting;
            }
            long wait = settings().grace() * MILLI;
            if (next != null) {
                current = next;
            } else if (mayReturn && state == StreamState.PUBLISHING && wait > 0) {
                current = null;
                suspended(claim, reason, wait);
                return;
            }
        }
        if (next != null) {
            letIn(next);
        } else {
            end(reason);
        }
    }

    private void suspended(Claim lost, CloseReason reason, long wait) {
        state = StreamState.SUSPENDED;
        around.events().happened(StreamEvent.Type.SUSPENDED, key, lost.holder().session(),
                Map.of("reason", reason.code(), "text", reason.text()));
        LOG.info("{}: suspended for at most {} ms: {}", key, wait / MILLI, reason);
        grace = around.timers().after(wait, this::graceOver);
    }

    private void graceOver() {
        synchronized (this) {
            if (state != StreamState.SUSPENDED || current != null) {
                return; // somebody is on the way in
            }
        }
        end(CloseReason.GRACE_OVER);
    }

    @Override
    public void end(CloseReason reason) {
        Claim holder;
        Claim last;
        List<Claim> waiting;
        synchronized (this) {
            if (state == StreamState.ENDED) {
                return;
            }
            state = StreamState.ENDED;
            endReason = reason;
            holder = current;
            current = null;
            last = writer;
            waiting = List.copyOf(standby);
            standby.clear();
            if (grace != null) {
                grace.cancel();
            }
            around.events().happened(StreamEvent.Type.ENDED, key, "", Map.of("reason", reason.code(), "text", reason.text()));
        }
        LOG.info("{}: ended: {}", key, reason);
        directory.ended(this);
        if (holder != null) {
            holder.finish(reason);
        }
        waiting.forEach(claim -> claim.finish(reason));
        if (last == null) {
            finish();
        } else {
            last.whenGone(this::finish); // what it writes while it is still inside is read, too
        }
    }

    private void finish() {
        finished = true;
        wakes.wake();
        readers.streamFinished();
    }

    // ---- reading

    @Override
    public StreamReader open(ReadOptions options) {
        return open(options, Holder.SERVICE);
    }

    StreamReader open(ReadOptions options, Holder holder) {
        if (state == StreamState.ENDED) {
            throw new StreamException(Reason.GONE, key + " has ended: " + endReason);
        }
        return readers.open(options, holder);
    }

    void closeReader(Cursor cursor, CloseReason reason) {
        readers.close(cursor, reason);
    }

    void joined() {
        readers.joined();
    }

    void left() {
        readers.left();
    }

    void viewersChanged() {
        directory.viewersChanged(this);
    }

    void lagged(Cursor cursor, long past) {
        readers.lagged(cursor, past);
    }

    void requestKeyframe(int track) {
        if (track >= 0 && track <= Track.LARGEST_ID && TrackTable.isVideo(trackTable().get(track))) {
            keyframes.request(track);
        }
    }

    private void askForKeyframe(int track) {
        Claim publisher = current;
        if (publisher != null) {
            publisher.signals().keyframeWanted(track);
        }
    }

    // ---- about once a second

    void tick(long now) {
        intake.meter().sample(now);
        Claim publisher;
        BitrateWatch watch;
        synchronized (this) {
            publisher = current == writer ? current : null;
            watch = bitrateWatch;
        }
        if (publisher != null) {
            long idle = settings().publisherIdle() * MILLI;
            if (idle > 0 && silence(publisher) >= idle) {
                around.counters().count("publisher.idle");
                publisher.close(CloseReason.IDLE);
            } else if (watch != null && watch.isOver(now, intake.meter().bytesIn())) {
                around.counters().count("limit.bitrate");
                CloseReason reason = CloseReason.of("limit.bitrate", "more than the granted " + publisher.bitrateLimit()
                        + " bit/s over ten seconds");
                publisher.close(reason);
                publisher.holder().expelled().accept(reason);
            }
        }
        readers.tick(now);
    }

    // ---- what others see

    @Override
    public StreamKey key() {
        return key;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public StreamState state() {
        return state;
    }

    @Override
    public List<Track> tracks() {
        return trackTable().list();
    }

    TrackTable trackTable() {
        return intake.tracks();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Map<String, Object> metadata() {
        return metadata.values();
    }

    @Override
    public long metadataVersion() {
        return metadata.version();
    }

    @Override
    public StreamStatistics statistics() {
        Meter meter = intake.meter();
        int leading = trackTable().leading(-1L, -1);
        return new Figures(meter.bitrate(), meter.framesIn(), meter.bytesIn(), meter.framesRefused(), readers.viewers(),
                readers.size(), readers.jumps(), readers.evicted(), ring.frames(), ring.bytes(),
                leading >= 0 && (ring.keysOutlived() >>> leading & 1) != 0, meter.tracks());
    }

    @Override
    public CloseReason endReason() {
        return endReason;
    }

    /** Ended, and the last writer has left: what is in the ring now is all there will be. */
    boolean isFinished() {
        return finished;
    }

    /** Finished, read, and its ring let go. */
    boolean isReleased() {
        return readers.isReleased();
    }

    int viewers() {
        return readers.viewers();
    }

    HostedApplication application() {
        return application;
    }

    ApplicationSettings settings() {
        return application.settings();
    }

    WakeGroups wakes() {
        return wakes;
    }

    /** For people: who publishes. */
    String publisher() {
        Claim publisher = current;
        return publisher == null ? "nobody" : publisher.holder().text();
    }

    @Override
    public String toString() {
        return key + " " + state;
    }
}
