package arcly.media.nal;

import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.List;

/** What {@link AccessUnitAssembler} has to know of a codec. Has no state. */
public interface NalSyntax {

    /** For messages: {@code "H.264"}. */
    String name();

    /**
     * The type of a NAL unit, from its header.
     *
     * @param length bytes of the NAL unit, at least 1
     * @throws MediaFormatException if the bytes are damaged or no NAL unit
     */
    int type(byte[] data, int offset, int length);

    NalKind kind(int type);

    /** Whether a picture with a slice of that type can be decoded without any before it. */
    boolean isKey(int type);

    /** Whether other pictures may be predicted from the one with this slice. */
    boolean isReferenced(byte[] data, int offset);

    /** TemporalId of the picture with this slice. */
    default int temporalLayer(byte[] data, int offset) {
        return 0;
    }

    /** Whether this SEI says that a decoder can start here although the picture is no key frame. */
    default boolean isRecoveryPoint(byte[] data, int offset, int length) {
        return false;
    }

    int spsType();

    /** Types of which a decoder needs at least one each. */
    List<Integer> neededSets();

    /** @throws MediaFormatException if the set breaks its format */
    int parameterSetId(int type, byte[] nal);

    /** The id of the SPS that the picture with this slice uses; {@code otherwise} if that is not known. */
    int spsOf(byte[] data, int offset, int length, ParameterSets sets, int otherwise);

    /** @throws MediaFormatException if it breaks the format */
    NalConfiguration configuration(byte[] data, int offset, int length);

    /**
     * The base with these parameter sets, and all that they say, in it.
     *
     * @throws MediaFormatException if the SPS in use breaks its format, or there are more sets than a configuration holds
     */
    Track track(ParameterSets sets, int spsInUse, Track base);
}
