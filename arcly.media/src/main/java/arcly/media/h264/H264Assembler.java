package arcly.media.h264;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.nal.AccessUnitAssembler;

/**
 * Brings one H.264 track into arcly's canonical form. A key frame is one with an IDR picture or a recovery
 * point SEI (D.1.8), at which a decoder can start too.
 */
public final class H264Assembler extends AccessUnitAssembler {

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them, as
     *     when an assembler goes on where another one stopped
     * @param lengthSize bytes of a NAL unit's length in {@link #lengthPrefixed} until an avcC says otherwise: 1, 2 or 4
     * @throws MediaFormatException if the template's configuration breaks its format
     */
    public H264Assembler(Track template, int lengthSize) throws MediaFormatException {
        super(new H264Syntax(), Codec.H264, template, lengthSize);
    }

    /** One for 4-byte lengths, which nearly all publishers use. */
    public H264Assembler(Track template) throws MediaFormatException {
        this(template, 4);
    }
}
