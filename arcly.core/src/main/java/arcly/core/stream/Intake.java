package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.stream.StreamEvent;
import arcly.core.event.Seldom;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a frame into a stream's ring. Belongs to whoever is inside the gate of its claim; figures and tracks are for
 * everybody.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final HostedStream stream;
    private final Ring ring;
    private final KeyframeRequests keyframes;
    private final Surroundings around;
    private final Timeline timeline = new Timeline();
    private final Meter meter = new Meter();
    private final Seldom refusals = new Seldom();
    private volatile TrackTable tracks = TrackTable.EMPTY;
    private boolean begun;
    private boolean canBeJoined; // a key frame was in: of video, where there is video
    private long gopsReported;

    Intake(HostedStream stream, Ring ring, KeyframeRequests keyframes, Surroundings around) {
        this.stream = stream;
        this.ring = ring;
        this.keyframes = keyframes;
        this.around = around;
    }

    /** @return false if the frame was not taken */
    boolean write(Frame frame) {
        int weight = Ring.weight(frame);
        if (!ring.holds(weight)) {
            return refuse(frame, "is larger than the ring");
        }
        TrackTable declared = tracks.placing(frame.track());
        if (declared == null) {
            return refuse(frame, "has track " + frame.track().id() + ", which is not declared");
        }
        Frame placed = timeline.place(frame, around.timers().now());
        if (placed == null) {
            return refuse(frame, timeline.waitsForKey(frame) ? "follows another publisher's and is no key frame"
                    : "goes back in time");
        }
        if (declared != tracks) {
            declare(declared); // before the frame can be read, and not for one that was refused
        }
        ring.write(placed, weight);
        meter.accepted(placed, weight);
        if (!begun) {
            begun = true;
            stream.firstFrame();
        }
        if (placed.isKey()) {
            keyframes.came(placed.track().id());
            if (!canBeJoined && (TrackTable.isVideo(placed.track()) || tracks.leading(-1L, -1) < 0)) {
                canBeJoined = true;
                stream.firstKeyFrame();
            }
        }
        if (ring.keysOutlived() != gopsReported) {
            reportGops();
        }
        return true;
    }

    private boolean refuse(Frame frame, String fault) {
        meter.refused();
        around.counters().count("frames.refused");
        long times = refusals.ask(around.timers().now());
        if (times > 0) {
            LOG.warn("{}: {} {} and is refused ({} refused since the last such line)", stream.key(), frame, fault, times);
        }
        return false;
    }

    private void reportGops() {
        long now = ring.keysOutlived();
        long added = now & ~gopsReported;
        gopsReported = now;
        if (added != 0) {
            int track = Long.numberOfTrailingZeros(added);
            around.counters().count("gop.exceeds.ring");
            LOG.warn("{}: gop.exceeds.ring: the key frame of track {} was let go before the next one came; who joins waits for a"
                    + " key frame (ring.frames and ring.bytes in {} bound the ring)", stream.key(), track,
                    stream.settings().file());
            around.events().happened(StreamEvent.Type.GOP_EXCEEDS_RING, stream.key(), "",
                    Map.of("track", Integer.toString(track)));
        }
    }

    void declare(TrackTable table) {
        TrackTable before = tracks;
        tracks = table;
        if (table.isComplete() && !table.list().isEmpty()) {
            stream.tracksComplete();
        }
        if (!table.sameTracks(before)) {
            around.events().happened(StreamEvent.Type.TRACKS_CHANGED, stream.key(), "",
                    Map.of("tracks", table.list().toString()));
        }
    }

    /** Another publisher goes on where the last one was. Called when nobody may write. */
    void resume() {
        timeline.resume();
        tracks = tracks.reopened();
    }

    TrackTable tracks() {
        return tracks;
    }

    Meter meter() {
        return meter;
    }

    boolean hasBegun() {
        return timeline.hasBegun();
    }

    /** By the kernel's nanosecond clock. */
    long lastFrameAt() {
        return timeline.lastAt();
    }
}
