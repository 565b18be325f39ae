package arcly.media.ts;

import io.netty.buffer.ByteBuf;

/**
 * What an adaptation field says (ISO/IEC 13818-1, 2.4.3.4).
 *
 * @param pcr 27 MHz, below 300 * 2^33; {@link #NO_PCR} if there is none
 */
record Adaptation(boolean discontinuity, boolean randomAccess, long pcr) {
    static final long NO_PCR = -1;
    static final Adaptation NONE = new Adaptation(false, false, NO_PCR);
    /** program_clock_reference_base and _extension together start over here. */
    static final long PCR_MODULUS = 300L << 33;

    private static final int DISCONTINUITY = 0x80;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int PCR = 0x10;

    static Adaptation ofPcr(long pcr) {
        return new Adaptation(false, false, pcr);
    }

    /** Bytes with the length byte and without stuffing; 0 if there is nothing to say. */
    int length() {
        return pcr != NO_PCR ? 8 : discontinuity || randomAccess ? 2 : 0;
    }

    /** Writes the field, {@code total} bytes with its length byte; what is more than {@link #length()} is stuffing. */
    void write(int total, ByteBuf out) {
        int end = out.writerIndex() + total;
        out.writeByte(total - 1);
        if (total == 1) {
            return; // a single byte of stuffing is a field of length 0 (2.4.3.5)
        }
        out.writeByte((discontinuity ? DISCONTINUITY : 0) | (randomAccess ? RANDOM_ACCESS : 0) | (pcr != NO_PCR ? PCR : 0));
        if (pcr != NO_PCR) {
            out.writeInt((int) (pcr / 300 >> 1));
            out.writeShort((int) ((pcr / 300 & 1) << 15 | 0x7E00 | pcr % 300));
        }
        while (out.writerIndex() < end) {
            out.writeByte(0xFF);
        }
    }
}
