package arcly.media.hevc;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.nal.AccessUnitAssembler;

/**
 * Brings one HEVC track into arcly's canonical form. A key frame is an intra random access point picture: IDR,
 * CRA or BLA.
 */
public final class HevcAssembler extends AccessUnitAssembler {

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them, as
     *     when an assembler goes on where another one stopped
     * @param lengthSize bytes of a NAL unit's length in {@link #lengthPrefixed} until an hvcC says otherwise: 1, 2 or 4
     * @throws MediaFormatException if the template's configuration breaks its format
     */
    public HevcAssembler(Track template, int lengthSize) throws MediaFormatException {
        super(new HevcSyntax(), Codec.HEVC, template, lengthSize);
    }

    /** One for 4-byte lengths, which nearly all publishers use. */
    public HevcAssembler(Track template) throws MediaFormatException {
        this(template, 4);
    }
}
