package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamReader;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;

/**
 * A reader: a number in a ring. Poll's fast path looks at the ring's edge, one slot and the frame's track; whatever needs thought
 * (joining, lag, laps, silent tracks, pause) closes the tracks' bits in {@link #open}, so that poll falls through to {@link
 * #ponder}.
 *
 * <p>Frames that were overwritten before they were read cannot be looked at any more: a reader that wants only some tracks counts
 * as many of them skipped as those tracks have a share in what the ring holds.
 */
final class Cursor extends CursorEdge implements StreamReader {
    /** So many frames may wait without a look at the budget: a burst, not a lag. */
    private static final int BURST = 4;
    /** After so many frames a reader that catches up is looked at again. */
    private static final int STRETCH = 32;
    // how it joins, from the last join on
    private long from; // video before this number is not given out
    private long gate = Long.MIN_VALUE; // nor is other media before this pts
    private boolean waiting; // for a key frame of the leading track
    private boolean counting; // it was moved: what is left out now is a loss; before that it was never the reader's

    // changed by few
    private volatile long wanted;
    private volatile boolean paused;
    private long openWhenPaused;
    private volatile long skipped;
    private volatile long jumps;
    private volatile CloseReason closed;

    int place; // the group's own

    // the reaper's own
    long seenPosition = -1;
    long seenAt;

    private final HostedStream stream;
    private final ReadOptions options;
    private final Holder holder;

    /** @param holder whose it is, as events and counters name it */
    Cursor(HostedStream stream, Ring ring, ReadOptions options, Holder holder) {
        super(ring);
        this.stream = stream;
        this.options = options;
        this.holder = holder;
        wanted = options.tracks();
        join();
    }

    @Override
    public Frame poll() {
        long at = position;
        if (at >= limit) {
            long head = ring.head();
            if (head == at) {
                return null;
            }
            if (head - at > BURST) {
                return ponder();
            }
            limit = head;
        }
        Frame frame = ring.written(at);
        if (frame == null || (open >>> frame.track().id() & 1) == 0) {
            return ponder();
        }
        POSITION.setOpaque(this, at + 1);
        SEQUENCE.setOpaque(this, at);
        lastDts = frame.dts();
        return frame;
    }

    private Frame ponder() {
        for (;;) {
            if (closed != null || paused) {
                return null;
            }
            if (waiting && !begin()) {
                return null;
            }
            long at = position;
            long head = ring.head();
            if (at >= head) {
                return null;
            }
            Frame frame = ring.written(at);
            if (frame == null) {
                lapped();
                continue;
            }
            if (at >= limit) {
                if (isOverBudget(at, frame) && jump(at)) {
                    continue;
                }
                limit = Math.min(head, at + STRETCH);
            }
            POSITION.setOpaque(this, at + 1);
            if (isWanted(frame)) {
                if (opens(frame, at)) {
                    SEQUENCE.setOpaque(this, at);
                    lastDts = frame.dts();
                    return frame;
                }
                if (counting) {
                    skipped = skipped + 1;
                }
            }
        }
    }

    private boolean isWanted(Frame frame) {
        return (wanted >>> frame.track().id() & 1) != 0;
    }

    private boolean opens(Frame frame, long at) {
        long bit = 1L << frame.track().id();
        if ((open & bit) == 0) {
            boolean opens = TrackTable.isVideo(frame.track()) ? at >= from && frame.isKey() : frame.pts() >= gate;
            if (!opens) {
                return false;
            }
            allow(open | bit);
        }
        return true;
    }

    /** Opens the way for these tracks, but not after {@link #markClosed}, which another thread may call just now. */
    private void allow(long tracks) {
        open = tracks;
        VarHandle.fullFence(); // as in markClosed: one of the two sees the other
        if (closed != null) {
            open = 0;
        }
    }

    // ---- joining

    private void join() {
        long head = ring.head();
        int leading = leading();
        switch (options.start()) {
            case LIVE_EDGE -> {
                from = head;
                moveTo(head);
            }
            case BACK -> {
                if (leading < 0) {
                    moveTo(JoinPoint.edgeBack(ring, options.back().toNanos()));
                } else {
                    startAt(head, JoinPoint.keyBack(ring, leading, options.back().toNanos()), leading, 0);
                }
            }
            default -> {
                if (leading < 0) {
                    moveTo(JoinPoint.edgeBack(ring, audioBack()));
                } else {
                    startAt(head, ring.newestKey(leading), leading, 0);
                }
            }
        }
    }

    /**
     * Begins at a key frame, and earlier by as much as the other tracks run ahead.
     *
     * @param head the ring's, read before the key frame was looked for: the wait begins there, so that none slips by between
     * @param key its number; -1 to wait for the next one
     * @param notBefore what lies before this number was given out already
     */
    private void startAt(long head, long key, int leading, long notBefore) {
        Frame frame = key < 0 ? null : ring.at(key);
        open = 0;
        waiting = frame == null;
        if (waiting) {
            moveTo(head);
            if (key < head) { // else it is just being written
                stream.requestKeyframe(leading);
            }
        } else {
            from = key;
            gate = frame.pts();
            moveTo(Math.max(notBefore, JoinPoint.start(ring, key, frame)));
        }
    }

    /** Ends the wait if the key frame is there; else goes on waiting at the live edge. */
    private boolean begin() {
        int leading = leading();
        if (leading < 0) {
            waiting = false; // the video that it waited for is no more, or never came
            from = ring.head();
            gate = Long.MIN_VALUE;
            return true;
        }
        long before = position;
        long head = ring.head();
        // While this reader was not run, several may have come.
        boolean back = options.start() == ReadOptions.Start.BACK;
        long key = back ? JoinPoint.keyBack(ring, leading, options.back().toNanos()) : ring.newestKey(leading);
        startAt(head, key, leading, sequence + 1);
        if (counting) {
            // Backwards if other tracks ran ahead of the key frame: they were taken for passed while it was not there yet.
            skipped = skipped + passed(before, position) - passed(position, before);
        }
        return !waiting;
    }

    /** The video track to begin with; -1 if there is none, or if it is only declared and nobody should wait for it in silence. */
    private int leading() {
        int track = stream.trackTable().leading(wanted, options.leadingTrack());
        return track >= 0 && ring.hasNoKey(track, JoinPoint.LOOK_BACK_NANOS) ? -1 : track;
    }

    private long audioBack() {
        return stream.settings().joinAudioBack() * 1_000_000;
    }

    private void moveTo(long to) {
        POSITION.setOpaque(this, to);
        limit = to;
    }

    // ---- lag

    private boolean isOverBudget(long at, Frame frame) {
        long time = options.lagBudget().isZero() ? stream.settings().lagTime() * 1_000_000 : options.lagBudget().toNanos();
        boolean back = options.start() == ReadOptions.Start.BACK; // it is behind because it wants to be
        return ring.newestDts() - frame.dts() > time + options.back().toNanos()
                || !back && ring.bytesFrom(at) > stream.settings().lagBytes();
    }

    /** @return false if there is nothing newer to jump to */
    private boolean jump(long at) {
        int leading = leading();
        long past;
        if (leading < 0) {
            long to = JoinPoint.edgeBack(ring, audioBack());
            if (to <= at) {
                return false;
            }
            past = passed(at, to);
            moveTo(to);
        } else {
            long head = ring.head();
            long key = ring.newestKey(leading);
            if (key <= at || key <= from) {
                return false; // it is on its way there already
            }
            long before = position;
            startAt(head, key, leading, at);
            past = passed(before, position);
        }
        moved(past);
        return true;
    }

    /** The writer has overtaken this reader. */
    private void lapped() {
        long before = position;
        int leading = leading();
        if (leading < 0) {
            moveTo(Math.max(before, JoinPoint.edgeBack(ring, audioBack())));
        } else {
            startAt(ring.head(), ring.newestKey(leading), leading, before);
        }
        moved(passed(before, position));
    }

    private void moved(long past) {
        counting = true;
        skipped = skipped + past;
        jumps = jumps + 1;
        stream.lagged(this, past);
    }

    private long passed(long since, long upTo) {
        return JoinPoint.wantedBetween(ring, wanted, since, upTo);
    }

    // ---- what its holder asks

    @Override
    public LiveStream stream() {
        return stream;
    }

    @Override
    public void arm(Executor executor, Runnable wakeUp) {
        if (closed != null) {
            throw new StreamException(Reason.GONE, "this reader of " + stream.key() + " is closed: " + closed);
        }
        stream.wakes().arm(this, executor, wakeUp);
    }

    @Override
    public void disarm() {
        stream.wakes().disarm(this);
    }

    boolean hasSomething() {
        return !paused && (long) POSITION.getOpaque(this) < ring.head() || isEnded();
    }

    @Override
    public long sequence() {
        return (long) SEQUENCE.getOpaque(this);
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public long jumps() {
        return jumps;
    }

    @Override
    public long behind() {
        return sequence() < 0 ? 0 : Math.max(0, ring.newestDts() - lastDts);
    }

    @Override
    public void select(long tracks) {
        long added = tracks & ~wanted;
        wanted = tracks;
        allow(open & tracks & ~added);
        openWhenPaused &= tracks & ~added;
        long next = position;
        for (Track track : stream.trackTable().list()) {
            if ((added >>> track.id() & 1) != 0 && TrackTable.isVideo(track)) {
                from = Math.max(from, next);
                stream.requestKeyframe(track.id());
            }
        }
    }

    @Override
    public void pause() {
        if (!paused) {
            openWhenPaused = open;
            open = 0; // poll falls through
            paused = true;
        }
    }

    /**
     * At the newest key frame if one came since; else where it stood, which is after that key frame. What came between is no
     * loss: the viewer did not want it.
     */
    @Override
    public void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        int leading = leading();
        long at = position;
        long head = ring.head();
        long key = leading < 0 ? -1 : ring.newestKey(leading);
        if (leading < 0) {
            allow(openWhenPaused);
            moveTo(Math.max(at, JoinPoint.edgeBack(ring, audioBack())));
        } else if (key >= at || at < ring.tail()) {
            startAt(head, key, leading, at);
            counting = false;
        } else {
            allow(openWhenPaused);
        }
        if (hasSomething()) {
            stream.wakes().wake(this);
        }
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void requestKeyframe(int track) {
        stream.requestKeyframe(track);
    }

    @Override
    public boolean isEnded() {
        return closed != null || stream.isFinished() && (paused || (long) POSITION.getOpaque(this) >= ring.head());
    }

    @Override
    public CloseReason endReason() {
        CloseReason own = closed;
        return own != null ? own : isEnded() ? stream.endReason() : null;
    }

    @Override
    public void close() {
        stream.closeReader(this, CloseReason.LEFT);
        disarm(); // also if it was evicted before, and told so by its wake
    }

    /** @return false if it was closed before */
    synchronized boolean markClosed(CloseReason reason) {
        if (closed != null) {
            return false;
        }
        closed = reason;
        VarHandle.fullFence();
        open = 0; // poll falls through
        return true;
    }

    // ---- what the stream asks

    /** Counts as a viewer by itself; a session's reader does not, as the session does. */
    boolean isAudience() {
        return options.role() == ReadOptions.Role.VIEWER && holder.session().isEmpty();
    }

    ReadOptions options() {
        return options;
    }

    Holder holder() {
        return holder;
    }

    /** Frames wait that it has not looked at. */
    boolean isBehind() {
        return !paused && (long) POSITION.getOpaque(this) < ring.head();
    }

    long position() {
        return (long) POSITION.getOpaque(this);
    }
}
