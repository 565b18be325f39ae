package arcly.media.mp4;

import arcly.api.media.Track;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** MP4AudioSampleEntry "mp4a" (ISO/IEC 14496-14, 6.7) with AAC. The track's ticks are the samples that come out. */
record AacSampleEntry(AudioSpecificConfig config) implements SampleEntry {
    private static final int BITS = 16;
    private static final int CORE_RATE = 48_000;
    private static final int LARGEST_RATE = 0xFFFF;

    static AacSampleEntry of(Track track) {
        return new AacSampleEntry(AudioSpecificConfig.read(track.configuration()));
    }

    @Override
    public String type() {
        return "mp4a";
    }

    @Override
    public String codecString() {
        return config.codecString();
    }

    @Override
    public Timebase timebase() {
        return Timebase.of(config.outputFrequency());
    }

    @Override
    public List<String> brands() {
        boolean core = config.objectType() == AudioSpecificConfig.AAC_LC && config.channels() <= 2
                && config.outputFrequency() <= CORE_RATE;
        return core ? List.of("caac") : List.of(); // A.3: AAC core
    }

    @Override
    public int usualDuration() {
        return (int) Timebase.rescale(config.samplesPerFrame(), config.outputFrequency(), config.samplingFrequency(),
                Rounding.NEAREST);
    }

    /** AudioSampleEntry (ISO/IEC 14496-12, 12.2.3); a rate that has no room in it is told by the configuration alone. */
    @Override
    public void writeBody(ByteBuf out) {
        int rate = config.outputFrequency();
        out.writeZero(6).writeShort(1).writeZero(8); // data reference 1
        out.writeShort(Math.max(1, config.channels())).writeShort(BITS).writeInt(0);
        out.writeInt(rate <= LARGEST_RATE ? rate << 16 : 0);
        new Esds(config.write()).write(out);
    }
}
