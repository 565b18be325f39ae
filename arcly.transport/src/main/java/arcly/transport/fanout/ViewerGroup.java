package arcly.transport.fanout;

import arcly.api.media.Frame;
import arcly.api.media.TrackKind;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamReader;
import arcly.transport.WireForm;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of one stream on one loop that share a form and a window. The group's own reader is its beacon: one wake, whatever
 * the number of viewers, which notes what came. When the {@link Window} says so each viewer reads on, all in one task.
 */
final class ViewerGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerGroup.class);

    /**
     * A loop that stood still for long must not lose its beacon; each viewer's own reader is evicted by the application's
     * rule.
     */
    private static final Duration NEVER = Duration.ofDays(1);

    /** What viewers of one group have in common: the stream's {@link LiveStream#id()}, the form's name, nanoseconds of window. */
    record Key(long stream, String form, long window) {
    }

    private final LoopFanOut fanOut;
    private final Key key;
    private final LiveStream stream;
    private final SafeForm form;
    private final FrameCache cache;
    private final Announcements announcements;
    private final Runnable wake = this::woken;
    private final Runnable windowOver = this::windowOver;
    private final Runnable closeIfEmpty = this::closeIfEmpty;

    private ViewerPlace[] places = new ViewerPlace[4];
    private int used; // slots of places in use, with gaps while flushing
    private int members;
    private boolean flushing;
    private boolean gaps;
    private boolean closed;

    /** Null if the stream would not open one more reader: then each viewer's own is armed. */
    private StreamReader beacon;
    private ScheduledFuture<?> timer;
    private final Window window;
    private long newestKey;
    private int leadingTrack = Integer.MAX_VALUE;
    private long metadataVersion;

    ViewerGroup(LoopFanOut fanOut, Key key, LiveStream stream) {
        this.fanOut = fanOut;
        this.key = key;
        this.stream = stream;
        this.form = new SafeForm(key.form(), fanOut.figures());
        this.cache = new FrameCache(fanOut.store(), form, fanOut.figures(), fanOut.limits().cacheAge().toNanos());
        this.announcements = new Announcements(fanOut.store().allocator(), form);
        this.window = new Window(key.window(), fanOut.load());
    }

    /**
     * Starts the beacon. It begins where a joiner does: with the frames from there to now it learns what joiners will ask for,
     * and no frame of a track can pass without waking it.
     */
    void open() {
        long now = fanOut.now();
        newestKey = now;
        metadataVersion = stream.metadataVersion();
        try {
            beacon = stream.open(ReadOptions.service().withEvictAfter(NEVER));
            beacon.arm(fanOut.loop(), wake);
        } catch (StreamException e) {
            closeBeacon();
            LOG.debug("no beacon on {}: {}; its viewers are woken one by one", stream.key(), e.reason());
            return;
        }
        Frame first = beacon.poll();
        if (first != null) {
            cache.begin(beacon.sequence());
            drainBeacon(first, now);
        }
    }

    SafeForm form() {
        return form;
    }

    FrameCache cache() {
        return cache;
    }

    Announcements announcements() {
        return announcements;
    }

    /** As of the last flush, or of the last viewer that joined. */
    long metadataVersion() {
        return metadataVersion;
    }

    /** Adds a viewer and takes its form for all: it comes from the newest generation. Returns its slot. */
    int join(ViewerPlace place, WireForm newest) {
        form.use(newest);
        metadataVersion = stream.metadataVersion();
        if (used == places.length) {
            places = Arrays.copyOf(places, used * 2);
        }
        places[used] = place;
        members++;
        if (beacon == null) {
            arm(place.reader());
        }
        return used++;
    }

    /** Takes a viewer out, also in the middle of a flush. */
    void leave(ViewerPlace place, int slot) {
        if (beacon == null) {
            place.reader().disarm();
        }
        members--;
        if (flushing) {
            places[slot] = null;
            gaps = true;
        } else {
            ViewerPlace last = places[--used];
            places[used] = null;
            if (last != place) {
                places[slot] = last;
                last.moved(slot);
            }
        }
        if (form.uses(place.form())) {
            useFormOfAnother();
        }
        if (members == 0) {
            fanOut.afterwards(closeIfEmpty); // a successor that arms in this same task finds the bytes
        }
    }

    /** Lets go of everything; viewers must have left. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        fanOut.forget(key);
        cancelTimer();
        closeBeacon();
        cache.release();
        announcements.release();
        form.drop();
    }

    /** Takes every viewer out, for the end of the loop. */
    void closeAll() {
        for (int slot = used - 1; slot >= 0; slot--) {
            if (places[slot] != null) {
                places[slot].close();
            }
        }
        close();
    }

    private void useFormOfAnother() {
        for (int slot = used - 1; slot >= 0; slot--) {
            if (places[slot] != null) {
                form.use(places[slot].form());
                return;
            }
        }
        form.drop();
    }

    private void closeIfEmpty() {
        if (members == 0) {
            close();
        }
    }

    /** Something came; or the stream ended, or readers may begin that had to wait: then there may be no frame. */
    private void woken() {
        if (closed) {
            return;
        }
        long now = fanOut.now();
        boolean came = false;
        if (beacon != null) {
            Frame first = beacon.poll();
            came = first != null;
            drainBeacon(first, now);
        }
        long wait = window.left(now, !came);
        if (wait <= 0 || beacon != null && beacon.isEnded()) {
            cancelTimer();
            flush(now);
        } else if (timer == null) {
            timer = fanOut.loop().schedule(windowOver, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void windowOver() {
        timer = null;
        if (!closed) {
            long now = fanOut.now();
            if (beacon != null) {
                drainBeacon(beacon.poll(), now);
            }
            flush(now);
        }
    }

    private void flush(long now) {
        metadataVersion = stream.metadataVersion();
        int present = used;
        flushing = true;
        try {
            for (int slot = 0; slot < present; slot++) {
                ViewerPlace place = places[slot];
                if (place != null) {
                    place.visit(now);
                }
            }
        } finally {
            flushing = false;
            if (gaps) {
                closeGaps();
            }
        }
        cache.age(now, newestKey);
        window.flushed(now, fanOut.worked(now));
    }

    private void closeGaps() {
        gaps = false;
        int kept = 0;
        for (int slot = 0; slot < used; slot++) {
            ViewerPlace place = places[slot];
            if (place != null) {
                places[kept] = place;
                place.moved(kept++);
            }
        }
        Arrays.fill(places, kept, used, null);
        used = kept;
    }

    /**
     * Reads the beacon to the live edge, to note how often frames come, and when a key frame of the leading track came; without
     * video each frame is one.
     */
    private void drainBeacon(Frame from, long now) {
        for (Frame frame = from; frame != null; frame = beacon.poll()) {
            int id = frame.track().id();
            window.arrived(id, frame.dts(), now);
            if (frame.isKey() && frame.track().kind() == TrackKind.VIDEO && id <= leadingTrack) {
                leadingTrack = id;
                newestKey = now;
            } else if (leadingTrack == Integer.MAX_VALUE) {
                newestKey = now;
            }
        }
    }

    private void arm(StreamReader reader) {
        try {
            reader.arm(fanOut.loop(), wake);
        } catch (StreamException e) {
            LOG.debug("reader of {} is closed: {}", stream.key(), e.reason()); // the viewer finds it ended
        }
    }

    private void closeBeacon() {
        if (beacon != null) {
            beacon.disarm();
            beacon.close();
            beacon = null;
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
