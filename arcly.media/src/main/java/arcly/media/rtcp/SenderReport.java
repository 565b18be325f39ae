package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** SR (RFC 3550, 6.4.1): which moment an RTP timestamp stands for, how much was sent, and what the sender receives. */
public final class SenderReport extends RtcpPacket {
    /** Packet type. */
    public static final int TYPE = 200;

    private final int ssrc;
    private final long ntp;
    private final long timestamp;
    private final long packets;
    private final long octets;
    private final List<ReportBlock> reports;

    private SenderReport(int ssrc, long ntp, long timestamp, long packets, long octets, List<ReportBlock> reports) {
        this.ssrc = ssrc;
        this.ntp = ntp;
        this.timestamp = timestamp;
        this.packets = packets;
        this.octets = octets;
        this.reports = ReceiverReport.checked(reports);
    }

    /**
     * @param ntp 64-bit NTP time; 0 if there is no clock
     * @param timestamp the same moment in RTP ticks; the low 32 bits are taken, as of the counts
     * @param packets RTP packets sent so far
     * @param octets bytes of payload sent so far, without headers and padding
     * @param reports up to 31
     */
    public static SenderReport of(int ssrc, long ntp, long timestamp, long packets, long octets, List<ReportBlock> reports) {
        return new SenderReport(ssrc, ntp, timestamp & 0xFFFF_FFFFL, packets & 0xFFFF_FFFFL, octets & 0xFFFF_FFFFL, reports);
    }

    static SenderReport read(RtcpBody in) {
        int ssrc = in.integer("SSRC");
        in.need("sender info", 20);
        long ntp = (in.integer("NTP time") & 0xFFFF_FFFFL) << 32 | in.integer("NTP time") & 0xFFFF_FFFFL;
        return of(ssrc, ntp, in.integer("RTP time"), in.integer("packets"), in.integer("octets"), in.reports());
    }

    @Override
    void writeBody(ByteBuf out) {
        out.writeInt(ssrc).writeLong(ntp).writeInt((int) timestamp).writeInt((int) packets).writeInt((int) octets);
        reports.forEach(report -> report.write(out));
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    int count() {
        return reports.size();
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    /** 64-bit NTP time; 0 if the sender has no clock. */
    public long ntp() {
        return ntp;
    }

    /** 0 to 2^32 - 1. */
    public long timestamp() {
        return timestamp;
    }

    /** RTP packets sent so far, modulo 2^32. */
    public long packets() {
        return packets;
    }

    /** Bytes of payload sent so far, modulo 2^32. */
    public long octets() {
        return octets;
    }

    /** Immutable. */
    public List<ReportBlock> reports() {
        return reports;
    }

    @Override
    public String toString() {
        return "SR of " + Integer.toHexString(ssrc) + " time " + timestamp + " " + reports;
    }
}
