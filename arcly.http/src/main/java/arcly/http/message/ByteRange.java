package arcly.http.message;

/**
 * One range of bytes (RFC 9110, 14.1.2), of a content whose length is known.
 *
 * @param length 0: it lies behind the end, which is answered 416
 */
public record ByteRange(long from, long length) {

    private static final int MOST_DIGITS = 18; // any number of so many fits into a long
    private static final long LARGEST = Long.MAX_VALUE - 1;

    /** Null if the header asks for no single range of bytes: then the whole content is the answer. */
    public static ByteRange parse(String header, long size) {
        String text = header.trim();
        if (!text.regionMatches(true, 0, "bytes=", 0, 6)) {
            return null;
        }
        String spec = text.substring(6).trim();
        if (!spec.matches("\\d*-\\d*") || spec.equals("-")) {
            return null;
        }
        int dash = spec.indexOf('-');
        if (dash == 0) {
            long last = Math.min(number(spec.substring(1)), size);
            return new ByteRange(size - last, last);
        }
        long from = number(spec.substring(0, dash));
        long to = dash == spec.length() - 1 ? LARGEST : number(spec.substring(dash + 1));
        if (to < from) {
            return null; // invalid, so to be ignored
        }
        return from >= size ? new ByteRange(size, 0) : new ByteRange(from, Math.min(to, size - 1) - from + 1);
    }

    /** RFC 9110 sets no limit to the digits; what is larger than any content is as good as the largest number. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MOST_DIGITS ? LARGEST : Long.parseLong(significant);
    }
}
