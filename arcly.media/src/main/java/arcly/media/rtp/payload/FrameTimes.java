package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.PictureOrder;
import arcly.media.time.DecodeTimes;

/**
 * Decode times of one track's frames, which RTP does not tell: for audio the presentation time, for video what follows from the
 * reorder depth. H.265 and most H.264 announce that; for H.264 that does not it is learnt from the picture order counts, and for
 * other codecs, which reorder nothing that RTP would carry, from the times.
 */
final class FrameTimes {
    private static final long SECOND = 1_000_000_000;

    private final DecodeTimes times = new DecodeTimes();
    private Track track;
    private PictureOrder order; // null where the depth is announced, or nothing can be read
    private long last = Long.MIN_VALUE;
    private long strange;

    /** The decode time of the next frame, in decode order. */
    long next(Frame frame) {
        if (frame.track().kind() != TrackKind.VIDEO) {
            last = Math.max(last, frame.pts());
            strange += last > frame.pts() ? 1 : 0;
            return last;
        }
        if (frame.track() != track) {
            configure(frame.track());
        }
        if (order != null && order.next(frame.payload()) != PictureOrder.NONE) {
            times.depth(order.depth());
        }
        return times.next(frame.pts());
    }

    /** The times from here on have nothing to do with those before, but do not go back. */
    void restart() {
        times.restart();
    }

    /** What {@link #resume} needs: the last audio time, then what the order, if there is one, and the times have. */
    long[][] state() {
        return new long[][] {{last}, order == null ? new long[0] : order.state(),
            track == null ? new long[0] : times.state()};
    }

    void resume(long[][] state, Track current) {
        last = state[0][0];
        if (current == null || state[2].length == 0) {
            return; // no picture yet
        }
        configure(current);
        if (order != null && state[1].length > 0) {
            order.resume(state[1]);
        }
        times.resume(state[2]);
    }

    /** Frames whose decode time is after the presentation time, or whose time went back, since the beginning. */
    long strange() {
        return strange + times.strange();
    }

    private void configure(Track next) {
        track = next;
        order = null;
        times.pictureDuration(next.frameRate() > 0 ? (long) (SECOND / next.frameRate()) : 0);
        int announced = next.property(TrackProperty.REORDER_DEPTH).orElse(-1);
        if (announced >= 0) {
            times.depth(announced);
        } else if (next.codec().equals(Codec.H264)) {
            order = order(next);
        }
    }

    private static PictureOrder order(Track track) {
        try {
            return new PictureOrder(AvcConfiguration.read(track.configuration()).sequenceParameterSet());
        } catch (MediaFormatException unreadable) {
            return null;
        }
    }
}
