package arcly.transport.fanout;

import java.util.Arrays;

/**
 * When the next frame of each track is due: as long after the last one as that lies behind the one before. Times of arrival are
 * of the loop's clock, nanoseconds like the stream's own.
 */
final class Cadence {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long[] lastDts = unknown(4);
    private long[] arrivals = new long[4];
    private long[] intervals = unknown(4);

    private static long[] unknown(int size) {
        long[] all = new long[size];
        Arrays.fill(all, UNKNOWN);
        return all;
    }

    /** A frame of this track was found at {@code now}. */
    void arrived(int track, long dts, long now) {
        if (track >= lastDts.length) {
            grow(Integer.highestOneBit(track) << 1);
        }
        if (lastDts[track] != UNKNOWN && dts > lastDts[track]) {
            intervals[track] = dts - lastDts[track];
        }
        lastDts[track] = dts;
        arrivals[track] = now;
    }

    /** A frame should come by then. One that is late by as much as there is from frame to frame is not waited for. */
    boolean expectsOneBy(long deadline, long now) {
        for (int track = 0; track < intervals.length; track++) {
            long interval = intervals[track];
            if (interval != UNKNOWN && interval <= deadline - arrivals[track] && now - arrivals[track] < 2 * interval) {
                return true;
            }
        }
        return false;
    }

    private void grow(int size) {
        int known = intervals.length;
        lastDts = Arrays.copyOf(lastDts, size);
        arrivals = Arrays.copyOf(arrivals, size);
        intervals = Arrays.copyOf(intervals, size);
        Arrays.fill(lastDts, known, size, UNKNOWN);
        Arrays.fill(intervals, known, size, UNKNOWN);
    }
}
