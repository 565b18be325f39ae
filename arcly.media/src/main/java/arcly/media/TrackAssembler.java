package arcly.media;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings what a container or protocol has of one track into arcly's canonical form (see {@code arcly.api.media.Codec}): frames,
 * and the {@link Track} that they belong to.
 *
 * <p>Holds what the stream has said so far, and belongs to one track and one thread. What throws leaves it as it was before.
 * {@code arcly.media.codec.TrackAssemblers} has one for each codec.
 */
@ProviderType
public interface TrackAssembler {

    /** The track as of the last input; null until what a decoder needs is known. */
    Track track();

    /**
     * Takes the codec's configuration in the form in which containers carry it: avcC, hvcC, AudioSpecificConfig, OpusHead ...
     * Codecs that have none take any; an empty one says nothing.
     *
     * @return true if {@link #track()} is another one now
     * @throws MediaFormatException if it breaks the format
     */
    boolean configure(byte[] data, int offset, int length) throws MediaFormatException;

    /**
     * Takes what a container holds for one time: one frame as a rule. The array is given away, so that it can become the payload
     * without a copy.
     *
     * @param dts decode time, nanoseconds
     * @param pts presentation time, nanoseconds
     * @param frames is given the frames, in here: one; none if there is no picture or sound in the input, or what a decoder needs
     *     is not known yet; or several, with times that follow from their durations
     * @throws MediaFormatException if it breaks the format; no frame was given then
     */
    void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames) throws MediaFormatException;

    /**
     * Takes language and properties, for this and all later tracks, from another template; what the bitstream itself says goes
     * before them.
     *
     * @param template of the same id and codec; its configuration is not looked at
     * @return true if {@link #track()} is another one now
     */
    boolean describe(Track template);

    /** Bytes of a NAL unit's length in the input: with {@link #track()} all that a successor needs. 4 where there is none. */
    default int lengthSize() {
        return 4;
    }
}
