package arcly.http.message;

/**
 * What a request may take.
 *
 * @param lineBytes of the request line
 * @param headerBytes of all header lines
 */
public record HttpLimits(int lineBytes, int headerBytes) {
    /** Browsers send a dozen or two; more only makes work. */
    public static final int MOST_HEADERS = 100;
}
