package arcly.media.rtcp;

import arcly.media.rtp.NtpTime;
import arcly.media.rtp.RtpPacket;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;

/**
 * What a receiver has to report of one source: loss as RFC 3550, A.3 reckons it, jitter as A.8. Takes the packets in the order
 * they arrive in, before any reordering. Times are nanoseconds of any origin. Not thread-safe.
 */
public final class ReceptionStatistics {
    private static final int MOST_DROPPED = 3_000; // A.1

    private final int ssrc;
    private final Timebase timebase;

    private boolean started;
    private long base;     // sequence number of the first packet
    private long highest;  // largest so far, without wrap
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int transit;
    private long jitter;   // ticks, times 16
    private long lastReport; // NTP time of the last sender report; 0 before the first
    private long lastReportArrival;

    /** @param clockRate ticks a second of the source's RTP timestamps */
    public ReceptionStatistics(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        timebase = Timebase.of(clockRate);
    }

    /** A packet of this source came. */
    public void received(RtpPacket packet, long arrivalNanos) {
        int arrival = (int) timebase.fromNanos(arrivalNanos); // only differences count, so wraps do no harm
        int now = arrival - (int) packet.timestamp();
        int sequence = packet.sequence();
        long number = highest + (short) (sequence - (int) highest);
        if (!started || Math.abs(number - highest) >= MOST_DROPPED) {
            begin(sequence);
        } else {
            highest = Math.max(highest, number);
            jitter += Math.abs((long) now - transit) - (jitter + 8 >> 4);
        }
        transit = now;
        received++;
    }

    /** A sender report of this source came. */
    public void senderReport(SenderReport report, long arrivalNanos) {
        lastReport = report.ntp();
        lastReportArrival = arrivalNanos;
    }

    /** The block for the next report, which ends an interval: what is lost in it is told once. */
    public ReportBlock report(long nowNanos) {
        long expected = started ? highest - base + 1 : 0;
        long lost = expected - received;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction = expectedNow == 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        int clamped = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, lost));
        return ReportBlock.of(ssrc, fraction, clamped, (int) highest, (int) (jitter >> 4),
                NtpTime.middle(lastReport), lastReport == 0 ? 0 : delay(nowNanos - lastReportArrival));
    }

    /** The source has begun anew (A.1: init_seq). */
    private void begin(int sequence) {
        started = true;
        base = sequence;
        highest = sequence;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
    }

    private static int delay(long nanos) {
        return (int) Timebase.NANOS.to(Timebase.of(1 << 16), nanos, Rounding.DOWN);
    }

    /** What {@link #resume} needs to go on elsewhere with the same arrival clock. */
    public long[] state() {
        return new long[] {started ? 1 : 0, base, highest, received, expectedBefore, receivedBefore, transit, jitter, lastReport,
            lastReportArrival};
    }

    /** Goes on where another one stopped. @param state as {@link #state} gave it */
    public void resume(long[] state) {
        started = state[0] != 0;
        base = state[1];
        highest = state[2];
        received = state[3];
        expectedBefore = state[4];
        receivedBefore = state[5];
        transit = (int) state[6];
        jitter = state[7];
        lastReport = state[8];
        lastReportArrival = state[9];
    }

    public int ssrc() {
        return ssrc;
    }

    /** Packets since the source began. */
    public long received() {
        return received;
    }

    /** Packets that should have come since the source began, but did not. */
    public long lost() {
        return started ? Math.max(0, highest - base + 1 - received) : 0;
    }

    /** How unevenly packets arrive, nanoseconds. */
    public long jitterNanos() {
        return timebase.toNanos(jitter >> 4);
    }
}
