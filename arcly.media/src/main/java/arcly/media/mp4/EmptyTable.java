package arcly.media.mp4;

import io.netty.buffer.ByteBuf;

/**
 * A sample table without entries, as the samples are in fragments: stts, stsc, stsz, stco (ISO/IEC 14496-12, 8.6.1.2 and 8.7).
 */
record EmptyTable(String type) implements Box {
    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out).writeInt(0);
        if (type.equals("stsz")) {
            out.writeInt(0); // sample_size comes before the count
        }
    }
}
