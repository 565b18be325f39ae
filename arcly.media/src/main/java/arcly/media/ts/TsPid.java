package arcly.media.ts;

import io.netty.buffer.ByteBuf;

/** The transport packets of one PID (ISO/IEC 13818-1, 2.4.3.2), counted. */
final class TsPid {
    static final int PACKET_LENGTH = 188;
    static final int PAYLOAD_LENGTH = 184;

    private static final int SYNC = 0x47;
    private static final int UNIT_START = 0x4000;
    private static final int ADAPTATION = 0x20;
    private static final int PAYLOAD = 0x10;

    private final int pid;
    private int continuity; // of the next packet that has a payload

    TsPid(int pid, int continuity) {
        this.pid = pid;
        this.continuity = continuity & 0xF;
    }

    int pid() {
        return pid;
    }

    /** continuity_counter of the next packet that has a payload. */
    int continuity() {
        return continuity;
    }

    /** Writes all that is readable in {@code unit}, a PES packet or sections; the last packet is filled up by stuffing. */
    void write(ByteBuf unit, Adaptation first, ByteBuf out) {
        boolean start = true;
        while (unit.isReadable()) {
            int said = start ? first.length() : 0;
            int payload = Math.min(unit.readableBytes(), PAYLOAD_LENGTH - said);
            int adaptation = PAYLOAD_LENGTH - payload;
            writeHeader(start, (adaptation > 0 ? ADAPTATION : 0) | PAYLOAD, continuity, out);
            continuity = continuity + 1 & 0xF;
            if (adaptation > 0) {
                (start ? first : Adaptation.NONE).write(adaptation, out);
            }
            out.writeBytes(unit, payload);
            start = false;
        }
    }

    /** Writes a packet without payload, which does not count: it bears the number of the packet before (2.4.3.3). */
    void write(Adaptation adaptation, ByteBuf out) {
        writeHeader(false, ADAPTATION, continuity - 1 & 0xF, out);
        adaptation.write(PAYLOAD_LENGTH, out);
    }

    private void writeHeader(boolean unitStart, int control, int counter, ByteBuf out) {
        out.writeByte(SYNC).writeShort((unitStart ? UNIT_START : 0) | pid).writeByte(control | counter);
    }
}
