package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a receiver reports of one source (RFC 3550, 6.4.1):
 *
 * <pre>
 * SSRC 32 | fraction lost 8 | cumulative lost 24, signed | highest sequence number, extended 32 | jitter 32 | LSR 32 | DLSR 32
 * </pre>
 */
public final class ReportBlock {
    static final int LENGTH = 24;

    private static final int MOST_LOST = 0x7F_FFFF;
    private static final int LEAST_LOST = -0x80_0000;

    private final int ssrc;
    private final int fractionLost;
    private final int cumulativeLost;
    private final int highestSequence;
    private final int jitter;
    private final int lastReport;
    private final int delay;

    private ReportBlock(int ssrc, int fractionLost, int cumulativeLost, int highestSequence, int jitter, int lastReport,
            int delay) {
        this.ssrc = ssrc;
        this.fractionLost = fractionLost;
        this.cumulativeLost = cumulativeLost;
        this.highestSequence = highestSequence;
        this.jitter = jitter;
        this.lastReport = lastReport;
        this.delay = delay;
    }

    /**
     * @param fractionLost of the packets since the report before, in 256ths: 0 to 255
     * @param cumulativeLost packets since the beginning; kept within 24 signed bits
     * @param highestSequence number of cycles and sequence number, 16 bits each
     * @param jitter ticks, unsigned
     * @param lastReport the middle 32 bits of the last sender report's NTP time; 0 if there was none
     * @param delay 65,536ths of a second since that report; 0 if there was none
     */
    public static ReportBlock of(int ssrc, int fractionLost, int cumulativeLost, int highestSequence, int jitter,
            int lastReport, int delay) {
        return new ReportBlock(ssrc, fractionLost & 0xFF, Math.max(LEAST_LOST, Math.min(MOST_LOST, cumulativeLost)),
                highestSequence, jitter, lastReport, delay);
    }

    static ReportBlock read(ByteBuffer in) {
        int ssrc = in.getInt();
        int lost = in.getInt();
        return new ReportBlock(ssrc, lost >>> 24, lost << 8 >> 8, in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }

    void write(ByteBuf out) {
        out.writeInt(ssrc).writeInt(fractionLost << 24 | cumulativeLost & 0xFF_FFFF).writeInt(highestSequence).writeInt(jitter)
                .writeInt(lastReport).writeInt(delay);
    }

    /** The source that this is about. */
    public int ssrc() {
        return ssrc;
    }

    /** Lost since the report before, in 256ths. */
    public int fractionLost() {
        return fractionLost;
    }

    /** Packets lost since the beginning; below 0 if duplicates outnumber them. */
    public int cumulativeLost() {
        return cumulativeLost;
    }

    /** Cycles and sequence number, 16 bits each. */
    public int highestSequence() {
        return highestSequence;
    }

    /** Ticks of the source's clock, unsigned. */
    public int jitter() {
        return jitter;
    }

    public int lastReport() {
        return lastReport;
    }

    /** 65,536ths of a second. */
    public int delay() {
        return delay;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReportBlock block && block.ssrc == ssrc && block.fractionLost == fractionLost
                && block.cumulativeLost == cumulativeLost && block.highestSequence == highestSequence && block.jitter == jitter
                && block.lastReport == lastReport && block.delay == delay;
    }

    @Override
    public int hashCode() {
        return Objects.hash(ssrc, fractionLost, cumulativeLost, highestSequence, jitter, lastReport, delay);
    }

    @Override
    public String toString() {
        return "report of " + Integer.toHexString(ssrc) + ": lost " + cumulativeLost + ", " + fractionLost + "/256, jitter "
                + Integer.toUnsignedString(jitter);
    }
}
