package arcly.media.nal;

/** What {@link AccessUnitAssembler} does with a NAL unit. */
public enum NalKind {
    /** A part of a picture. */
    SLICE,
    /** Goes into the track. */
    PARAMETER_SET,
    /** Delimiters and filler: dropped. */
    LEFT_OUT,
    /** Kept; may mark a recovery point. */
    SEI,
    /** Kept. */
    OTHER
}
