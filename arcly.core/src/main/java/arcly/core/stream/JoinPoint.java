package arcly.core.stream;

import arcly.api.media.Frame;
import arcly.api.media.TrackKind;

/**
 * Where in a ring a reader begins, and what lies between. Each walks through the ring and may meet the writer: then it takes what
 * is left.
 */
final class JoinPoint {
    /** How far other tracks are looked for before a key frame: no sane muxer runs further ahead. */
    static final long LOOK_BACK_NANOS = 1_000_000_000L;

    private JoinPoint() {
    }

    /**
     * The first number from which to read so as to see each other track's first frame at or after the key frame's presentation
     * time.
     *
     * @param key number of {@code frame}
     */
    static long start(Ring ring, long key, Frame frame) {
        long start = key;
        long tail = ring.tail();
        for (long at = key - 1; at >= tail; at--) {
            Frame before = ring.at(at);
            if (before == null || before.dts() < frame.pts() - LOOK_BACK_NANOS) {
                break;
            }
            if (before.track().kind() != TrackKind.VIDEO && before.pts() >= frame.pts()) {
                start = at;
            }
        }
        return start;
    }

    /** The oldest number that is no further than {@code nanos} of media behind the live edge. */
    static long edgeBack(Ring ring, long nanos) {
        long at = ring.head();
        long oldest = ring.newestDts() - nanos;
        for (; at > ring.tail(); at--) {
            Frame before = ring.at(at - 1);
            if (before == null || before.dts() < oldest) {
                break;
            }
        }
        return at;
    }

    /**
     * The newest key frame of a track that is at least {@code nanos} behind the live edge, else the oldest held; -1 if none is.
     */
    static long keyBack(Ring ring, int track, long nanos) {
        long oldest = -1;
        long newestDts = ring.newestDts();
        for (long at = ring.head() - 1; at >= ring.tail(); at--) {
            Frame frame = ring.at(at);
            if (frame == null) {
                break;
            }
            if (frame.isKey() && frame.track().id() == track) {
                oldest = at;
                if (frame.dts() <= newestDts - nanos) {
                    break;
                }
            }
        }
        return oldest;
    }

    /**
     * Frames of the wanted tracks from one number up to another. Of those that are held no more, which cannot be looked at, as
     * many are counted as the wanted tracks have a share in what is held.
     */
    static long wantedBetween(Ring ring, long wanted, long since, long upTo) {
        if (wanted == -1L || upTo <= since) {
            return Math.max(0, upTo - since);
        }
        long tail = ring.tail();
        long seen = 0;
        long seenWanted = 0;
        long counted = 0;
        for (long at = tail; at < ring.head(); at++) {
            Frame frame = ring.at(at);
            if (frame != null) {
                long one = wanted >>> frame.track().id() & 1;
                seen++;
                seenWanted += one;
                counted += at >= since && at < upTo ? one : 0;
            }
        }
        long gone = Math.max(0, Math.min(tail, upTo) - since);
        return counted + (seen == 0 ? gone : gone * seenWanted / seen);
    }
}
