package arcly.media.aac;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/** Brings one AAC track, of which each input is one raw_data_block, into arcly's canonical form, which is the same. */
public final class AacAssembler extends ConfiguredAssembler<AudioSpecificConfig> {
    /** Bytes of one frame: 6144 bits a channel (ISO/IEC 14496-3, 4.5.3.1), 48 channels, and room for what is beside them. */
    public static final int MOST_BYTES = 64 * 1024;

    /** @param template as in {@code TrackAssemblers.of} */
    public AacAssembler(Track template) throws MediaFormatException {
        super("AAC frame", MOST_BYTES, new KnownTrack<>(Codec.AAC, template, AudioSpecificConfig::track));
        if (!template.configuration().isEmpty()) {
            known.resume(AudioSpecificConfig.read(template.configuration()));
        }
    }

    @Override
    protected AudioSpecificConfig configuration(byte[] data, int offset, int length) throws MediaFormatException {
        return AudioSpecificConfig.read(data, offset, length);
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (known.get() != null) {
            frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, Frame.UNKNOWN));
        }
    }
}
