package arcly.media.rtp.payload;

import arcly.media.rtp.RtpPacket;

/**
 * Decides whose packets a receiver takes: those of the first source, until two packets of another one follow each other without
 * one of the first between them (RFC 3550, A.1 has two as a proof, too). So a stray packet changes nothing, and an encoder that
 * begins anew is there with its second.
 */
final class SourceGate {
    /** What to do with a packet. */
    enum Verdict {
        TAKE, DROP, RESTART
    }

    private boolean known;
    private int ssrc;
    private RtpPacket suspect;
    private long strangers;

    /** From here on this source counts. */
    void expect(int source) {
        known = true;
        ssrc = source;
        suspect = null;
    }

    /** RESTART: the packet is one of a new source, and {@link #suspect} the one before it. */
    Verdict judge(RtpPacket packet) {
        if (!known) {
            expect(packet.ssrc());
        }
        if (packet.ssrc() == ssrc) {
            suspect = null;
            return Verdict.TAKE;
        }
        RtpPacket before = suspect;
        if (before != null && before.ssrc() == packet.ssrc() && (before.sequence() + 1 & 0xFFFF) == packet.sequence()) {
            ssrc = packet.ssrc();
            strangers--;
            return Verdict.RESTART;
        }
        suspect = packet;
        strangers++;
        return Verdict.DROP;
    }

    /** The packet before the one that began a new source; once. */
    RtpPacket takeSuspect() {
        RtpPacket before = suspect;
        suspect = null;
        return before;
    }

    boolean isKnown() {
        return known;
    }

    int ssrc() {
        return ssrc;
    }

    long strangers() {
        return strangers;
    }
}
