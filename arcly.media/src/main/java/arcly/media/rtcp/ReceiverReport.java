package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** RR (RFC 3550, 6.4.2): what somebody who sends nothing receives. An empty one goes before other packets of a compound. */
public final class ReceiverReport extends RtcpPacket {
    /** Packet type. */
    public static final int TYPE = 201;

    private static final int MOST_REPORTS = 31; // five bits

    private final int ssrc;
    private final List<ReportBlock> reports;

    private ReceiverReport(int ssrc, List<ReportBlock> reports) {
        this.ssrc = ssrc;
        this.reports = checked(reports);
    }

    /** @param reports up to 31 */
    public static ReceiverReport of(int ssrc, List<ReportBlock> reports) {
        return new ReceiverReport(ssrc, reports);
    }

    static ReceiverReport read(RtcpBody in) {
        return new ReceiverReport(in.integer("SSRC"), in.reports());
    }

    static List<ReportBlock> checked(List<ReportBlock> reports) {
        if (reports.size() > MOST_REPORTS) {
            throw new IllegalArgumentException(reports.size() + " reports; allowed are 0 to " + MOST_REPORTS);
        }
        return List.copyOf(reports);
    }

    @Override
    void writeBody(ByteBuf out) {
        out.writeInt(ssrc);
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

    /** Immutable. */
    public List<ReportBlock> reports() {
        return reports;
    }

    @Override
    public String toString() {
        return "RR of " + Integer.toHexString(ssrc) + " " + reports;
    }
}
