package arcly.media.rtcp;

import arcly.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What stands behind the first word of an RTCP packet, read from its front. */
final class RtcpBody {
    private final String what;
    private final int count;
    private final ByteBuffer in;

    RtcpBody(int type, int count, byte[] data, int offset, int length) {
        this.what = "RTCP packet of type " + type;
        this.count = count;
        this.in = ByteBuffer.wrap(data, offset, length).slice();
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return !in.hasRemaining();
    }

    void need(String field, int bytes) {
        if (in.remaining() < bytes) {
            throw MediaFormatException.malformed(what + ", byte " + (RtcpPacket.HEADER_LENGTH + in.position()) + ", " + field,
                    "the end after " + in.remaining() + " bytes", bytes + " bytes");
        }
    }

    int integer(String field) {
        need(field, 4);
        return in.getInt();
    }

    int unsigned(String field) {
        need(field, 1);
        return in.get() & 0xFF;
    }

    byte[] bytes(String field, int length) {
        need(field, length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    byte[] rest() {
        return bytes("rest", in.remaining());
    }

    /** Moves to the next whole word, or the end. */
    void align() {
        in.position(Math.min(in.limit(), in.position() + 3 & ~3));
    }

    /** {@link #count()} report blocks; what follows is a profile's own. */
    List<ReportBlock> reports() {
        need("report blocks", count * ReportBlock.LENGTH);
        List<ReportBlock> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reports.add(ReportBlock.read(in));
        }
        return reports;
    }
}
