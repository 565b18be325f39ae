package arcly.media.ts;

import io.netty.buffer.ByteBuf;

/** CRC_32 of sections (ISO/IEC 13818-1, annex A): not reflected, not inverted at the end, which {@code java.util.zip} has not. */
final class Crc32 {
    private static final int POLYNOMIAL = 0x04C1_1DB7;

    private Crc32() {
    }

    static int of(ByteBuf data, int offset, int length) {
        int crc = -1;
        for (int i = offset; i < offset + length; i++) {
            crc ^= data.getByte(i) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
            }
        }
        return crc;
    }
}
