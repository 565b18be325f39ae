package arcly.media.vvc;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.nal.AccessUnitAssembler;

/**
 * Brings one VVC track into arcly's canonical form. A key frame is an intra random access point picture: IDR
 * or CRA.
 */
public final class VvcAssembler extends AccessUnitAssembler {

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them, as
     *     when an assembler goes on where another one stopped
     * @param lengthSize bytes of a NAL unit's length in {@link #lengthPrefixed} until a vvcC says otherwise: 1, 2 or 4
     * @throws MediaFormatException if the template's configuration breaks its format
     */
    public VvcAssembler(Track template, int lengthSize) throws MediaFormatException {
        super(new VvcSyntax(), Codec.VVC, template, lengthSize);
    }

    /** One for 4-byte lengths, which nearly all publishers use. */
    public VvcAssembler(Track template) throws MediaFormatException {
        this(template, 4);
    }
}
