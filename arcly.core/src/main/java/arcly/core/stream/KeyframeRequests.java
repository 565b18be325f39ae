package arcly.core.stream;

import arcly.api.media.Track;
import arcly.core.time.Timers;
import java.util.function.IntConsumer;

/**
 * Lets at most one request per track and second through to the publisher; one that comes too soon is made when the second is
 * over.
 */
final class KeyframeRequests {
    private static final long INTERVAL = 1_000_000_000L;

    private final Timers timers;
    private final IntConsumer ask;
    private final long[] asked = new long[Track.LARGEST_ID + 1]; // nanoTime of the last request
    private long everAsked; // bit n: asked[n] is set
    private long deferred; // bit n: a request of track n waits

    KeyframeRequests(Timers timers, IntConsumer ask) {
        this.timers = timers;
        this.ask = ask;
    }

    void request(int track) {
        long bit = 1L << track;
        synchronized (this) {
            long now = timers.now();
            long since = now - asked[track];
            if ((everAsked & bit) != 0 && since < INTERVAL) {
                if ((deferred & bit) == 0) {
                    deferred |= bit;
                    timers.after(INTERVAL - since, () -> later(track));
                }
                return;
            }
            everAsked |= bit;
            asked[track] = now;
        }
        ask.accept(track);
    }

    private void later(int track) {
        synchronized (this) {
            if ((deferred & 1L << track) == 0) {
                return;
            }
            deferred &= ~(1L << track);
        }
        request(track);
    }

    /** A key frame came: what waits for it has it. */
    void came(int track) {
        if ((deferred & 1L << track) != 0) {
            synchronized (this) {
                deferred &= ~(1L << track);
            }
        }
    }
}
