package arcly.media.mp4;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.ac3.Ac3Configuration;
import arcly.media.flac.FlacStreamInfo;
import arcly.media.opus.OpusHead;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import java.util.List;

/** How audio codecs stand in MP4. */
final class AudioEntries {
    private static final int CORE_RATE = 48_000;
    private static final int AC3_SAMPLES = 1_536;
    private static final int MPEG_1_LOWEST_RATE = 32_000;

    private AudioEntries() {
    }

    /** MP4AudioSampleEntry "mp4a" (ISO/IEC 14496-14, 6.7) with AAC. */
    static SampleEntry aac(Track track) {
        AudioSpecificConfig config = AudioSpecificConfig.read(track.configuration());
        int rate = config.outputFrequency();
        boolean core = config.objectType() == AudioSpecificConfig.AAC_LC && config.channels() <= 2 && rate <= CORE_RATE;
        int samples = (int) Timebase.rescale(config.samplesPerFrame(), rate, config.samplingFrequency(), Rounding.NEAREST);
        return new AudioSampleEntry("mp4a", config.codecString(), rate, config.channels(), AudioSampleEntry.USUAL_BITS, samples,
                new Esds(Esds.MPEG_4_AUDIO, config.write()),
                core ? List.of("caac") : List.of()); // ISO/IEC 23000-19, A.3: AAC core
    }

    /** "mp4a" with MPEG-1 audio, or MPEG-2 audio for its lower rates (ISO/IEC 14496-1, table 5). */
    static SampleEntry mp3(Track track) {
        if (track.sampleRate() == 0) {
            throw MediaFormatException.malformed("MP4, " + track, "no sample rate", "that of the frames");
        }
        boolean first = track.sampleRate() >= MPEG_1_LOWEST_RATE;
        int type = first ? Esds.MPEG_1_AUDIO : Esds.MPEG_2_AUDIO;
        return AudioSampleEntry.of("mp4a", String.format("mp4a.%02X", type), track.sampleRate(), track.channels(),
                first ? 1_152 : 576, new Esds(type, Payload.EMPTY));
    }

    /** OpusSampleEntry "Opus" (Encapsulation of Opus in ISO Base Media File Format, 4.3). */
    static SampleEntry opus(Track track) {
        OpusHead head = OpusHead.read(track.configuration());
        return AudioSampleEntry.of("Opus", "Opus", OpusHead.SAMPLE_RATE, head.channels(), 0, new DOps(head));
    }

    /** FLACSampleEntry "fLaC" (Encapsulation of FLAC in ISO Base Media File Format, 3.3). */
    static SampleEntry flac(Track track) {
        FlacStreamInfo info = FlacStreamInfo.read(track.configuration());
        return new AudioSampleEntry("fLaC", "fLaC", info.sampleRate(), info.channels(), info.bitsPerSample(),
                info.largestBlock(), new FullConfiguration("dfLa", 0, info.block()), List.of());
    }

    /** AC3SampleEntry "ac-3" and EC3SampleEntry "ec-3" (ETSI TS 102 366, F.3 and F.5). */
    static SampleEntry ac3(Track track) {
        Ac3Configuration configuration = Ac3Configuration.read(track.codec(), track.configuration());
        boolean enhanced = track.codec().equals(Codec.EAC3);
        return AudioSampleEntry.of(enhanced ? "ec-3" : "ac-3", enhanced ? "ec-3" : "ac-3", configuration.sampleRate(),
                configuration.channels(), AC3_SAMPLES,
                new CodecConfiguration(enhanced ? "dec3" : "dac3", track.configuration()));
    }
}
