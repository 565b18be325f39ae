package arcly.media.aac;

/** How a configuration says that spectral band replication is there (ISO/IEC 14496-3, 1.6.5). May grow: keep a default branch. */
public enum SbrSignalling {
    /** Not at all: it is not there, or a decoder finds it in the frames. */
    IMPLICIT,
    /** As an object type of its own around the core's: decoders without SBR refuse it. */
    HIERARCHICAL,
    /** After the core's configuration: decoders without SBR play the core. */
    BACKWARD_COMPATIBLE
}
