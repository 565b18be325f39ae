package arcly.api.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How a reader wants a stream. Immutable; each {@code with...} method returns a changed copy. */
public final class ReadOptions {

    /** Who reads. May grow: keep a default branch. */
    public enum Role {
        /** Counts as an audience: keeps an on-demand source alive. */
        VIEWER,
        /** A packager, recorder, relay or fan-out: does not. */
        SERVICE
    }

    /** Where a reader begins. May grow: keep a default branch. */
    public enum Start {
        /** With the next frame published; video still waits for its next key frame. */
        LIVE_EDGE,
        /** At the newest key frame of the leading video track that is still held. */
        LAST_KEYFRAME,
        /** At the newest key frame that is at least {@link #back()} old, or the oldest held. */
        BACK
    }

    private static final ReadOptions VIEWER = new ReadOptions(Role.VIEWER, Start.LAST_KEYFRAME, Duration.ZERO, -1L, -1,
            Duration.ZERO, Duration.ZERO);

    private final Role role;
    private final Start start;
    private final Duration back;
    private final long tracks;
    private final int leadingTrack;
    private final Duration lagBudget;
    private final Duration evictAfter;

    private ReadOptions(Role role, Start start, Duration back, long tracks, int leadingTrack, Duration lagBudget,
            Duration evictAfter) {
        this.role = role;
        this.start = start;
        this.back = back;
        this.tracks = tracks;
        this.leadingTrack = leadingTrack;
        this.lagBudget = lagBudget;
        this.evictAfter = evictAfter;
    }

    /** A viewer of all tracks, from the newest key frame on, with the application's lag budget and eviction limit. */
    public static ReadOptions viewer() {
        return VIEWER;
    }

    /** As {@link #viewer()}, but no audience. */
    public static ReadOptions service() {
        return VIEWER.withRole(Role.SERVICE);
    }

    public ReadOptions withRole(Role newRole) {
        return new ReadOptions(Objects.requireNonNull(newRole), start, back, tracks, leadingTrack, lagBudget, evictAfter);
    }

    public ReadOptions fromLiveEdge() {
        return new ReadOptions(role, Start.LIVE_EDGE, Duration.ZERO, tracks, leadingTrack, lagBudget, evictAfter);
    }

    public ReadOptions fromLastKeyframe() {
        return new ReadOptions(role, Start.LAST_KEYFRAME, Duration.ZERO, tracks, leadingTrack, lagBudget, evictAfter);
    }

    public ReadOptions fromBack(Duration time) {
        return new ReadOptions(role, Start.BACK, notNegative("back", time), tracks, leadingTrack, lagBudget, evictAfter);
    }

    /** Only tracks whose id the predicate accepts (it is asked here, once per possible id, and not kept). */
    public ReadOptions withTracks(Predicate<Integer> ids) {
        long mask = IntStream.range(0, Long.SIZE).filter(ids::test).mapToLong(id -> 1L << id).reduce(0, (a, b) -> a | b);
        return new ReadOptions(role, start, back, mask, leadingTrack, lagBudget, evictAfter);
    }

    /** The video track whose key frames decide where to begin; by default the first. */
    public ReadOptions withLeadingTrack(int id) {
        return new ReadOptions(role, start, back, tracks, id, lagBudget, evictAfter);
    }

    /** Behind the live edge by more than this media time, the reader jumps to the newest key frame. Zero: the application's. */
    public ReadOptions withLagBudget(Duration time) {
        return new ReadOptions(role, start, back, tracks, leadingTrack, notNegative("lag budget", time), evictAfter);
    }

    /** Without a poll for this long although frames wait, the reader is closed. Zero: the application's. */
    public ReadOptions withEvictAfter(Duration time) {
        return new ReadOptions(role, start, back, tracks, leadingTrack, lagBudget, notNegative("evict after", time));
    }

    public Role role() {
        return role;
    }

    public Start start() {
        return start;
    }

    public Duration back() {
        return back;
    }

    /** Bit {@code n} set: frames of track id {@code n} are wanted. */
    public long tracks() {
        return tracks;
    }

    /** A track id, or -1 for the first video track. */
    public int leadingTrack() {
        return leadingTrack;
    }

    public Duration lagBudget() {
        return lagBudget;
    }

    public Duration evictAfter() {
        return evictAfter;
    }

    private static Duration notNegative(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(what + " " + time + "; zero and above are allowed");
        }
        return time;
    }
}
