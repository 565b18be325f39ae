package arcly.media.aac;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/** Brings one AAC track, of which each input is one raw_data_block, into arcly's canonical form, which is the same. */
public final class AacAssembler implements TrackAssembler {
    /** Bytes of one frame: 6144 bits a channel (ISO/IEC 14496-3, 4.5.3.1), 48 channels, and room for what is beside them. */
    public static final int MOST_BYTES = 64 * 1024;

    private final KnownTrack<AudioSpecificConfig> known;

    /** @param template as in {@code TrackAssemblers.of} */
    public AacAssembler(Track template) throws MediaFormatException {
        known = new KnownTrack<>(Codec.AAC, template, AudioSpecificConfig::track);
        if (!template.configuration().isEmpty()) {
            known.resume(AudioSpecificConfig.read(template.configuration()));
        }
    }

    @Override
    public Track track() {
        return known.get();
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        return length > 0 && known.learn(AudioSpecificConfig.read(data, offset, length));
    }

    @Override
    public boolean describe(Track template) {
        return known.describe(template);
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed("AAC frame", length + " bytes", "up to " + MOST_BYTES);
        }
        if (known.get() != null && length > 0) {
            frames.accept(known.frame(Payload.wrap(data, offset, length), dts, pts, Frame.UNKNOWN));
        }
    }
}
