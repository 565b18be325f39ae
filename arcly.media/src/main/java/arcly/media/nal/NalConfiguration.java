package arcly.media.nal;

import arcly.api.media.Payload;
import java.util.List;

/**
 * What a decoder configuration record holds.
 *
 * @param spsInUse id of the first SPS; -1 if there is none
 */
public record NalConfiguration(int lengthSize, List<ParameterSet> sets, int spsInUse) {

    /** A NAL unit and its type. */
    public record ParameterSet(int type, Payload nal) {
    }
}
