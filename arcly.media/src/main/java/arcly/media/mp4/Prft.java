package arcly.media.mp4;

import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;

/**
 * Producer reference time (ISO/IEC 14496-12, 8.16.5): what the clock on the wall said when a frame went into the encoder.
 *
 * @param utcNanos since 1970
 * @param mediaTime of that frame, ticks
 */
record Prft(int trackId, long utcNanos, long mediaTime) implements Box {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L; // NTP counts from 1900
    private static final int NANOS = Timebase.NANOS.ticksPerSecond();

    @Override
    public String type() {
        return "prft";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(1, 0, out).writeInt(trackId);
        long second = Math.floorDiv(utcNanos, NANOS);
        long fraction = Math.floorMod(utcNanos, NANOS) * (1L << 32) / NANOS;
        out.writeInt((int) (second + SECONDS_1900_TO_1970)).writeInt((int) fraction).writeLong(mediaTime);
    }
}
