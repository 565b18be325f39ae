package arcly.transport.fanout;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamReader;
import arcly.transport.Viewer;
import arcly.transport.ViewerEvent;
import arcly.transport.ViewerListener;
import arcly.transport.WireForm;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A viewer's place in its stream: what it was told and how far it is. Used on the loop only.
 *
 * <p>It is in a group while it is armed, not paused and not at its end; while it is paused its own reader tells of the
 * stream's end; otherwise nothing of the loop refers to it. A frame
 * that was polled is written in the same task, so that between two tasks the reader stands exactly behind what the connection
 * accepted.
 */
public final class ViewerPlace implements Viewer {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerPlace.class);
    private static final CloseReason FAILED = CloseReason.of("viewer.failed", "the server failed to write the stream");

    private final LoopFanOut fanOut;
    private final ViewerSink sink;
    private final ClientSession session;
    private final StreamReader reader;
    private final Runnable wakeWhilePaused = this::wokenWhilePaused;

    private WireOptions options; // null while parked, like the listener
    private ViewerListener listener;
    private ViewerGroup group;
    private int slot;
    private int joins;
    private boolean turnAhead;
    private boolean waiting; // for the connection to become writable
    private boolean heard; // the listener may have written something in this visit
    private boolean paused;
    private boolean watching; // armed and paused: the reader's own wake is set
    private boolean ended;
    private boolean closed;

    private boolean started;
    private long sequence = -1;
    private long skipped;
    private long metadataVersion;
    private Track[] announced = new Track[4];
    private long frames;
    private long bytes;

    ViewerPlace(LoopFanOut fanOut, ViewerSink sink, ClientSession session) {
        this.fanOut = fanOut;
        this.sink = sink;
        this.session = session;
        this.reader = session.reader();
    }

    @Override
    public void arm(WireOptions newOptions, ViewerListener newListener) {
        Objects.requireNonNull(newOptions, "options");
        Objects.requireNonNull(newListener, "listener");
        if (closed) {
            throw new IllegalStateException("viewer of " + reader.stream().key() + " on " + sink.id() + " is closed");
        }
        leave();
        options = newOptions;
        listener = newListener;
        join();
    }

    /** Stops writing and lets go of the form and the listener; the place, what was announced and the counts stay. */
    public void park() {
        leave();
        options = null;
        listener = null;
    }

    /** The connection has become writable again. Safe in the middle of this viewer's own flush. */
    public void writable() {
        if (waiting && group != null) {
            takeTurn();
        }
    }

    @Override
    public void pause() {
        if (!paused && !closed) {
            leave();
            paused = true;
            reader.pause();
            join();
        }
    }

    @Override
    public void resume() {
        if (paused && !closed) {
            leave();
            paused = false;
            reader.resume();
            join();
        }
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Also called by the connection when it goes. Nothing is referenced from the loop afterwards. */
    @Override
    public void close() {
        closed = true;
        park();
    }

    /** Closed by {@link #close}: the connection may forget it. */
    public boolean isClosed() {
        return closed;
    }

    StreamReader reader() {
        return reader;
    }

    WireForm form() {
        return options.form();
    }

    void moved(int newSlot) {
        slot = newSlot;
    }

    /** Its turn in a round. */
    void turn(long now) {
        turnAhead = false;
        visit(now);
    }

    /** Writes what there is to write, up to its share. */
    void visit(long now) {
        if (group == null) {
            return; // left since this visit was planned
        }
        heard = false;
        try {
            if (sink.isWritable()) {
                pump(now);
            } else {
                waiting = true;
                if (reader.isEnded()) {
                    end(reader.endReason()); // evicted or closed by somebody else; it will never read to its end
                    sink.flush();
                }
            }
        } catch (RuntimeException e) {
            LOG.error("viewer of {} on {} is given up", reader.stream().key(), sink.id(), e); // the others go on
            end(FAILED);
        }
    }

    private void pump(long now) {
        Gather gather = fanOut.gather();
        gather.begin(sink);
        waiting = false;
        try {
            readOn(gather, now);
            if (heard || gather.isAny()) {
                gather.send();
            }
        } finally {
            gather.end();
        }
        long written = gather.written();
        if (written > 0) {
            bytes += written;
            session.transferred(0, written);
        }
    }

    private void readOn(Gather gather, long now) {
        int share = fanOut.limits().roundBytes();
        while (true) {
            Frame frame = reader.poll();
            if (frame == null) {
                if (reader.isEnded()) {
                    gather.write();
                    end(reader.endReason());
                }
                return;
            }
            if (!place(frame, gather, now)) {
                return;
            }
            if (gather.isFull()) {
                gather.write();
            }
            if (gather.written() > 0 && !sink.isWritable()) {
                waiting = true;
                return;
            }
            if (gather.written() >= share) {
                takeTurn();
                return;
            }
        }
    }

    /** Adds a frame and what stands before it; false if the listener has ended, paused or parked this viewer meanwhile. */
    private boolean place(Frame frame, Gather gather, long now) {
        long number = reader.sequence();
        if (!started || number != sequence + 1 || metadataVersion != group.metadataVersion()) {
            int joinsBefore = joins;
            tell(number, gather);
            if (group == null || joins != joinsBefore) {
                return false; // also if it paused and resumed: the reader stands elsewhere now
            }
        }
        sequence = number;
        Track track = frame.track();
        if ((track.id() >= announced.length || announced[track.id()] != track) && !announce(frame, number, gather)) {
            return false;
        }
        FrameCache cache = group.cache();
        int found = cache.find(number);
        if (found == FrameCache.ABSENT) {
            found = cache.encode(frame, number, now);
        }
        int length;
        if (found >= 0) {
            length = cache.length(found);
            if (length > 0) {
                gather.add(cache.slab(found), cache.offset(found), length);
            }
        } else {
            length = gather.addOwn(frame, group.form());
            FanOutFigures.add(fanOut.figures().privateEncodes, 1);
        }
        if (length > 0) {
            frames++;
        }
        return true;
    }

    /** Makes a track known whose value was not; false, as {@link #place}, if the listener would not have it. */
    private boolean announce(Frame frame, long number, Gather gather) {
        Track track = frame.track();
        if (track.id() >= announced.length) {
            announced = Arrays.copyOf(announced, Integer.highestOneBit(track.id()) << 1);
        }
        if (!track.equals(announced[track.id()])) {
            int joinsBefore = joins;
            tell(ViewerEvent.track(track), gather);
            if (group == null || joins != joinsBefore) {
                return false;
            }
            ByteBuf words = group.announcements().before(frame, number);
            if (words.isReadable()) {
                gather.addBetween(words);
            }
        }
        announced[track.id()] = track;
        return true;
    }

    /** Tells what happened before the frame of this number. */
    private void tell(long number, Gather gather) {
        if (!started) {
            started = true;
            skipped = reader.skipped();
            metadataVersion = group.metadataVersion();
            tell(ViewerEvent.started(), gather);
            return;
        }
        if (number != sequence + 1 && reader.skipped() != skipped) {
            long before = skipped;
            skipped = reader.skipped();
            tell(ViewerEvent.skipped(skipped - before), gather);
        }
        if (group != null && metadataVersion != group.metadataVersion()) {
            metadataVersion = group.metadataVersion();
            tell(ViewerEvent.metadata(), gather);
        }
    }

    private void tell(ViewerEvent event, Gather gather) {
        gather.write();
        hear(event);
    }

    private void hear(ViewerEvent event) {
        heard = true;
        try {
            listener.happened(event);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("viewer of {} on {} failed to hear {}: {}", reader.stream().key(), sink.id(), event, SafeForm.text(e));
        }
    }

    private void end(CloseReason reason) {
        ended = true;
        leave();
        if (listener != null) {
            hear(ViewerEvent.ended(reason));
        }
    }

    private void takeTurn() {
        if (!turnAhead) {
            turnAhead = true;
            fanOut.later(this);
        }
    }

    private void join() {
        if (options == null || ended) {
            return;
        }
        if (paused) {
            watch();
        } else {
            group = fanOut.group(reader.stream(), options);
            slot = group.join(this, options.form());
            joins++;
            takeTurn();
        }
    }

    private void watch() {
        watching = true;
        fanOut.watches(this);
        try {
            reader.arm(fanOut.loop(), wakeWhilePaused);
        } catch (StreamException closed) {
            fanOut.afterwards(wakeWhilePaused);
        }
    }

    private void wokenWhilePaused() {
        if (watching && reader.isEnded()) {
            end(reader.endReason());
            sink.flush();
        }
    }

    private void leave() {
        if (watching) {
            watching = false;
            fanOut.watchesNoMore(this);
            reader.disarm();
        }
        if (group != null) {
            ViewerGroup left = group;
            group = null;
            left.leave(this, slot);
        }
    }
}
