package arcly.media.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the packets of one source back into order: what is in order goes through at once, what came too early waits for what is
 * missing, for so long and with so many.
 *
 * <p>Sequence numbers that are far from the expected ones count only once two of them follow each other, as after a restart of
 * the source (RFC 3550, A.1). The time is the caller's, in nanoseconds of any origin. Not thread-safe.
 */
public final class ReorderBuffer {
    /** Packets that may be asked for to be held; enough for a tenth of a second of 100 Mbit/s. */
    public static final int MOST_PACKETS = 1024;

    private static final int MOST_DROPPED = 3_000;  // RFC 3550, A.1: MAX_DROPOUT
    private static final int MOST_MISORDERED = 100; // RFC 3550, A.1: MAX_MISORDER
    private static final int REMEMBERED = 128;      // a power of two above MOST_MISORDERED
    private static final int NONE = -1;

    private final int mostPackets;
    private final long mostNanos;
    private final RtpPacket[] ring;
    private final long[] arrivals;
    private final long[] given = new long[REMEMBERED]; // which of the last numbers went out

    // the source at hand
    private boolean started;
    private long next;      // number of the packet that is due, without wrap
    private int held;
    private long waitsSince; // arrival of the oldest packet held
    private RtpPacket suspect; // far away; the one after it would prove it
    private boolean restarted;

    // since the beginning
    private long received;
    private long lost;
    private long late;
    private long duplicates;
    private long resets;
    private long strays;

    /**
     * @param mostPackets how many packets may wait, 0 to {@link #MOST_PACKETS}; 0 for a wire that keeps the order, such as TCP
     * @param mostNanos how long a packet may wait for a missing one before it
     */
    public ReorderBuffer(int mostPackets, long mostNanos) {
        if (mostPackets < 0 || mostPackets > MOST_PACKETS || mostNanos < 0) {
            throw new IllegalArgumentException(mostPackets + " packets, " + mostNanos + " ns; allowed are 0 to " + MOST_PACKETS
                    + " and 0 or more");
        }
        this.mostPackets = mostPackets;
        this.mostNanos = mostNanos;
        ring = new RtpPacket[Integer.highestOneBit(Math.max(1, mostPackets)) * 2];
        arrivals = new long[ring.length];
        Arrays.fill(given, NONE);
    }

    /** Takes the next packet from the wire; what is in order by then goes to the sink, which is called in here. */
    public void add(RtpPacket packet, long nowNanos, PacketSink out) {
        received++;
        if (!started) {
            started = true;
            next = packet.sequence() + 0x1_0000L; // so that it never falls below 0
        }
        long number = next + (short) (packet.sequence() - (int) next);
        long ahead = number - next;
        if (ahead >= MOST_DROPPED || ahead < -MOST_MISORDERED) {
            farAway(packet, out);
            return;
        }
        strayed();
        if (ahead == 0 && held == 0) {
            give(packet, 0, out);
        } else if (ahead < 0) {
            tooLate(number);
        } else {
            hold(packet, number, nowNanos, out);
        }
        tick(nowNanos, out);
    }

    /** Time has passed: gives up what has been waited for long enough. */
    public void tick(long nowNanos, PacketSink out) {
        while (held > 0 && nowNanos - waitsSince >= mostNanos) {
            giveUp(out);
        }
    }

    /** When {@link #tick} has something to do if nothing comes before; {@code Long.MAX_VALUE} if it will not. */
    public long deadline() {
        return held == 0 ? Long.MAX_VALUE : waitsSince + mostNanos;
    }

    /** Gives out all that waits; the next packet may have any number, as from another source. */
    public void restart(PacketSink out) {
        while (held > 0) {
            giveUp(out);
        }
        restarted = started;
        started = false;
        strayed();
        Arrays.fill(given, NONE);
    }

    /** The sequence number that is due; -1 before the first packet. */
    public int due() {
        return started ? (int) next & 0xFFFF : NONE;
    }

    /** Packets that wait, in order. */
    public List<RtpPacket> waiting() {
        List<RtpPacket> waiting = new ArrayList<>(held);
        for (long number = next; waiting.size() < held; number++) {
            if (ring[slot(number, ring.length)] != null) {
                waiting.add(ring[slot(number, ring.length)]);
            }
        }
        return waiting;
    }

    /** Goes on where another one stopped: this number is due. Before the first packet only. */
    public void resume(int due) {
        started = true;
        next = due + 0x1_0000L;
    }

    private void farAway(RtpPacket packet, PacketSink out) {
        RtpPacket before = suspect;
        if (before == null || (before.sequence() + 1 & 0xFFFF) != packet.sequence()) {
            strayed();
            suspect = packet;
            return;
        }
        suspect = null;
        restart(out);
        resets++;
        started = true;
        next = before.sequence() + 0x1_0000L;
        give(before, 0, out);
        give(packet, 0, out);
    }

    private void strayed() {
        strays += suspect == null ? 0 : 1;
        suspect = null;
    }

    private void tooLate(long number) {
        if (given[slot(number, REMEMBERED)] == number) {
            duplicates++;
        } else {
            late++;
        }
    }

    private void hold(RtpPacket packet, long number, long nowNanos, PacketSink out) {
        while (number - next >= ring.length && held > 0) {
            giveUp(out);
        }
        if (held == 0 && (number == next || number - next >= ring.length)) {
            int gap = (int) (number - next);
            lost += gap;
            next = number;
            give(packet, gap, out);
            return;
        }
        int slot = slot(number, ring.length);
        if (ring[slot] != null) {
            duplicates++;
            return;
        }
        ring[slot] = packet;
        arrivals[slot] = nowNanos;
        waitsSince = held == 0 ? nowNanos : waitsSince;
        held++;
        drain(0, out);
        while (held > mostPackets) {
            giveUp(out);
        }
    }

    /** Does not wait any longer for what is missing before the first packet held. */
    private void giveUp(PacketSink out) {
        int gap = 0;
        while (ring[slot(next, ring.length)] == null) {
            next++;
            gap++;
        }
        lost += gap;
        drain(gap, out);
    }

    /** Gives out what follows without a gap. */
    private void drain(int gap, PacketSink out) {
        int before = gap;
        boolean any = false;
        for (int slot = slot(next, ring.length); ring[slot] != null; slot = slot(next, ring.length)) {
            RtpPacket packet = ring[slot];
            ring[slot] = null;
            held--;
            any = true;
            give(packet, before, out);
            before = 0;
        }
        if (any && held > 0) {
            waitsSince = oldest();
        }
    }

    private long oldest() {
        long oldest = Long.MAX_VALUE;
        boolean found = false;
        for (int slot = 0; slot < ring.length; slot++) {
            if (ring[slot] != null && (!found || arrivals[slot] - oldest < 0)) {
                oldest = arrivals[slot];
                found = true;
            }
        }
        return oldest;
    }

    private void give(RtpPacket packet, int gap, PacketSink out) {
        given[slot(next, REMEMBERED)] = next;
        next++;
        int before = restarted ? NONE : gap;
        restarted = false;
        out.packet(packet, before);
    }

    private static int slot(long number, int length) {
        return (int) number & length - 1;
    }

    /** Packets that wait. */
    public int held() {
        return held;
    }

    /** Packets taken, since the beginning, of whatever kind. */
    public long received() {
        return received;
    }

    /** Packets that were given up, since the beginning; they may have come {@link #late()}. */
    public long lost() {
        return lost;
    }

    /** Packets that came after they had been given up, since the beginning. */
    public long late() {
        return late;
    }

    /** Packets that came more than once, since the beginning. */
    public long duplicates() {
        return duplicates;
    }

    /** Times that the numbers began anew without {@link #restart}, since the beginning. */
    public long resets() {
        return resets;
    }

    /** Packets whose numbers were far from all others, since the beginning; they were dropped. */
    public long strays() {
        return strays;
    }
}
