package arcly.media.rtp;

import arcly.media.time.Timebase;
import arcly.media.time.TimestampUnwrapper;

/**
 * Brings the RTP timestamps of one track onto its source's timeline, in nanoseconds.
 *
 * <p>Once sender reports say how the tracks go together, a track that is off is moved by a sixteenth of the time that passes
 * until it is in step; its time therefore never goes back. One that is more than a second behind jumps. Not thread-safe.
 */
public final class TrackClock {
    private static final long SECOND = 1_000_000_000;
    // No source has tracks that start so far from each other; clocks that say so have nothing to do with each other.
    private static final long UNRELATED = 10 * SECOND;
    // A reorder of pictures or a burst is shorter; more is another timeline (the source began anew, or was paused).
    private static final long JUMP = 10 * SECOND;
    // Pictures that are shown before an earlier one are nearer to it: 16 of them at 8 a second. Cameras exist whose timestamps
    // follow a clock that is set now and then.
    private static final long JUMP_BACK = 2 * SECOND;
    // Cameras report with jitter of some 10 ms; this is somebody setting the clock.
    private static final long NTP_STEP = SECOND;
    private static final int SLEW = 16; // 6 %: a tenth of a second off is made up for in less than two, unheard

    private final SourceClock source;
    private final Timebase timebase;
    private TimestampUnwrapper unwrapper = new TimestampUnwrapper(32);

    // of the timeline at hand
    private boolean anchored;
    private long offset;       // stream time of tick 0
    private long newest;       // largest tick so far
    private long lastTicks;
    private long lastArrival;
    private long infoTimestamp = SourceClock.UNKNOWN; // RTP-Info
    private boolean jumped;

    // the last sender report
    private boolean reported;
    private int reportEpoch;
    private long reportTicks;
    private long reportUtc;

    TrackClock(SourceClock source, int clockRate) {
        this.source = source;
        timebase = Timebase.of(clockRate);
    }

    /**
     * {@code RTP-Info} of RTSP: this timestamp stands at the play range's start, for every track of the source. Counts for the
     * first packet only, and only if that is near: cameras exist that send 0 here, or the value of another play.
     */
    public void rtpInfo(long timestamp) {
        infoTimestamp = timestamp;
    }

    /** A sender report: this NTP time and this RTP timestamp are the same moment. An NTP time of 0 says nothing. */
    public void senderReport(long ntp, long timestamp) {
        if (ntp == 0) {
            return; // RFC 3550, 6.4.1: a sender without a clock
        }
        long utc = NtpTime.toUtcNanos(ntp);
        long ticks = peek(timestamp);
        if (isInStep() && Math.abs(utc - reportUtc - timebase.toNanos(ticks - reportTicks)) > NTP_STEP) {
            source.ntpStepped();
        }
        reported = true;
        reportEpoch = source.epoch();
        reportTicks = ticks;
        reportUtc = utc;
        if (!unwrapper.isStarted()) {
            unwrapper.unwrap(timestamp);
        }
        if (anchored && !source.hasNtp()) {
            source.ntpOrigin(utc - timebase.toNanos(ticks) - offset);
        }
    }

    /**
     * The stream time of a packet.
     *
     * @param timestamp the packet's, 0 to 2^32 - 1
     * @param arrivalNanos when it came, by a clock of any origin that all tracks of the source share
     */
    public long toNanos(long timestamp, long arrivalNanos) {
        long ticks = unwrapper.unwrap(timestamp);
        jumped = anchored && (timebase.toNanos(newest - ticks) > JUMP_BACK
                || Math.abs(timebase.toNanos(ticks - lastTicks) - (arrivalNanos - lastArrival)) > JUMP);
        if (jumped) {
            long expected = timebase.toNanos(newest) + offset + arrivalNanos - lastArrival;
            reported = false;
            offset = expected - timebase.toNanos(ticks);
            newest = ticks;
        } else if (anchored) {
            follow(ticks);
        } else {
            anchor(ticks, arrivalNanos);
        }
        lastTicks = ticks;
        lastArrival = arrivalNanos;
        return timebase.toNanos(ticks) + offset;
    }

    /** True if the packet before began a timeline that has nothing to do with the former timestamps. */
    public boolean jumped() {
        return jumped;
    }

    /** True once sender reports decide about the track's time. */
    public boolean isInStep() {
        return reported && reportEpoch == source.epoch() && source.hasNtp();
    }

    /** The moment of that timestamp by the source's own clock, UTC nanoseconds; {@code Long.MIN_VALUE} if it never said. */
    public long captureTime(long timestamp) {
        return reported ? reportUtc + timebase.toNanos(peek(timestamp) - reportTicks) : SourceClock.UNKNOWN;
    }

    /** Another sender (SSRC) goes on with the track: its timestamps are other ones, its place is where it arrives. */
    public void restart() {
        unwrapper = new TimestampUnwrapper(32);
        anchored = false;
        reported = false;
        infoTimestamp = SourceClock.UNKNOWN;
    }

    /** What {@link #resume} needs to go on elsewhere, with the source's own state and the same arrival clock. */
    public long[] state() {
        return new long[] {unwrapper.isStarted() ? 1 : 0, unwrapper.last(), anchored ? 1 : 0, offset, newest, lastTicks,
                lastArrival,
            infoTimestamp, reported ? 1 : 0, reportEpoch, reportTicks, reportUtc};
    }

    /** Goes on where another one stopped. @param state as {@link #state} gave it */
    public void resume(long[] state) {
        unwrapper = state[0] == 0 ? new TimestampUnwrapper(32) : TimestampUnwrapper.after(state[1], 32);
        anchored = state[2] != 0;
        offset = state[3];
        newest = state[4];
        lastTicks = state[5];
        lastArrival = state[6];
        infoTimestamp = state[7];
        reported = state[8] != 0;
        reportEpoch = (int) state[9];
        reportTicks = state[10];
        reportUtc = state[11];
    }

    private void anchor(long ticks, long arrivalNanos) {
        long arrived = source.arrived(arrivalNanos);
        anchored = true;
        newest = ticks;
        offset = arrived - timebase.toNanos(ticks);
        long sinceInfo = infoTimestamp == SourceClock.UNKNOWN ? Long.MAX_VALUE : timebase.toNanos(ticks - peek(infoTimestamp));
        if (isInStep() && Math.abs(target() - offset) <= UNRELATED) {
            offset = target();
        } else if (sinceInfo <= UNRELATED && sinceInfo >= -UNRELATED) {
            offset = source.origin() - timebase.toNanos(peek(infoTimestamp));
        }
        if (reported && !source.hasNtp()) {
            source.ntpOrigin(reportUtc - timebase.toNanos(reportTicks) - offset);
        }
    }

    /** Comes nearer to what the reports say, by a part of the time that has passed. */
    private void follow(long ticks) {
        long passed = timebase.toNanos(Math.max(0, ticks - newest));
        newest = Math.max(newest, ticks);
        if (passed == 0 || !isInStep()) {
            return;
        }
        long off = target() - offset;
        if (Math.abs(off) > UNRELATED) {
            return;
        }
        if (off > SECOND) {
            offset += off;
        } else if (off < -SECOND) {
            source.ntpOrigin(source.ntpOrigin() + off); // then the others are behind, and they can jump
        } else {
            offset += Math.max(-passed / SLEW, Math.min(passed / SLEW, off));
        }
    }

    private long target() {
        return reportUtc - source.ntpOrigin() - timebase.toNanos(reportTicks);
    }

    /** The timestamp without wrap, as one near the last packet's, which stays the last. */
    private long peek(long timestamp) {
        return unwrapper.isStarted() ? TimestampUnwrapper.after(unwrapper.last(), 32).unwrap(timestamp) : timestamp;
    }
}
