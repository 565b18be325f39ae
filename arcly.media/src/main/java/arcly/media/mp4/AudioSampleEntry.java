package arcly.media.mp4;

import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * AudioSampleEntry (ISO/IEC 14496-12, 12.2.3). The track's ticks are the samples that come out.
 *
 * @param sampleRate hertz of what comes out
 * @param usualDuration samples of a frame; 0 if the codec does not tell
 * @param configuration the codec's own box
 */
record AudioSampleEntry(String type, String codecString, int sampleRate, int channels, int bits, int usualDuration,
        Box configuration, List<String> brands) implements SampleEntry {
    static final int USUAL_BITS = 16;

    private static final int LARGEST_RATE = 0xFFFF;

    /** Of 16 bits, and without a CMAF profile to keep to. */
    static AudioSampleEntry of(String type, String codecString, int sampleRate, int channels, int usualDuration,
            Box configuration) {
        return new AudioSampleEntry(type, codecString, sampleRate, channels, USUAL_BITS, usualDuration, configuration, List.of());
    }

    @Override
    public Timebase timebase() {
        return Timebase.of(sampleRate);
    }

    /** A rate that has no room in it is told by the configuration alone. */
    @Override
    public void writeBody(ByteBuf out) {
        out.writeZero(6).writeShort(1).writeZero(8); // data reference 1
        out.writeShort(Math.max(1, channels)).writeShort(bits).writeInt(0);
        out.writeInt(sampleRate <= LARGEST_RATE ? sampleRate << 16 : 0);
        configuration.write(out);
    }
}
