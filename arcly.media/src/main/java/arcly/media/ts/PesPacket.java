package arcly.media.ts;

import io.netty.buffer.ByteBuf;

/**
 * The head of a PES packet (ISO/IEC 13818-1, 2.4.3.6):
 *
 * <pre>
 * 000001 | stream_id 8 | PES_packet_length 16 | '10', data_alignment ... 8 | PTS_DTS_flags ... 8 | header length 8
 * | PTS 40 [| DTS 40]
 * </pre>
 */
final class PesPacket {
    private static final int DATA_ALIGNED = 0x84; // '10' and data_alignment_indicator: each packet begins with a frame
    private static final int MOST_LENGTH = 0xFFFF;

    private PesPacket() {
    }

    /** Appends a head whose length is still open. Times are ticks of 90 kHz, of which the low 33 bits are written. */
    static void writeHead(int streamId, long pts, long dts, ByteBuf out) {
        boolean both = (pts - dts & TsMuxer.TIMESTAMP_MASK) != 0;
        out.writeInt(0x100 | streamId).writeShort(0);
        out.writeByte(DATA_ALIGNED).writeByte(both ? 0xC0 : 0x80).writeByte(both ? 10 : 5);
        writeTimestamp(both ? 3 : 2, pts, out);
        if (both) {
            writeTimestamp(1, dts, out);
        }
    }

    /**
     * Sets the length of the packet that began at {@code start} and ends at the writer index. One that is too long for the field
     * leaves it 0, as 2.4.3.7 allows for video: the packet ends where the next begins. No audio frame is that long.
     */
    static void setLength(int start, ByteBuf out) {
        int length = out.writerIndex() - start - 6;
        out.setShort(start + 4, length > MOST_LENGTH ? 0 : length);
    }

    /** Four bits of prefix, then 3, 15 and 15 bits of time, each with a marker bit behind it. */
    private static void writeTimestamp(int prefix, long ticks, ByteBuf out) {
        out.writeByte((int) (prefix << 4 | (ticks >> 30 & 7) << 1 | 1));
        out.writeShort((int) ((ticks >> 15 & 0x7FFF) << 1 | 1));
        out.writeShort((int) ((ticks & 0x7FFF) << 1 | 1));
    }
}
