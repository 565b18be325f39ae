package arcly.media;

/**
 * Input that breaks its format, or asks for a part of the format that is not built. The stream's fault, never ours.
 *
 * <p>The message says what was read, where, what was found, and what is allowed. Whoever throws it has kept its state as it was
 * before the input, so that the caller may refuse this one input and go on; a class where that is not so says it.
 */
public final class MediaFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unsupported;

    private MediaFormatException(String message, boolean unsupported) {
        super(message);
        this.unsupported = unsupported;
    }

    /**
     * The input breaks its format.
     *
     * @param where what was read and the place in it, such as {@code "SPS, bit 12, chroma_format_idc"}
     * @param found what stood there
     * @param allowed what may stand there
     */
    public static MediaFormatException malformed(String where, Object found, String allowed) {
        return new MediaFormatException(where + ": " + found + "; allowed: " + allowed, false);
    }

    /**
     * The input may be right, but this part of the format is not built.
     *
     * @param where what was read and the place in it
     * @param found what stood there
     * @param supported what could be served instead
     */
    public static MediaFormatException unsupported(String where, Object found, String supported) {
        return new MediaFormatException(where + ": unsupported " + found + "; supported: " + supported, true);
    }

    /** True if the input may be right and only arcly cannot serve it. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
