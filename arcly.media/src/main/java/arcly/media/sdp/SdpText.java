package arcly.media.sdp;

/** What lines of SDP have in common. */
final class SdpText {
    static final String END = "\r\n";

    private SdpText() {
    }

    /** A value that cannot become another line. */
    static String oneLine(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("SDP value with a line's end or a zero in it");
        }
        return value;
    }

    static void line(StringBuilder out, char type, Object value) {
        out.append(type).append('=').append(value).append(END);
    }

    /** A number, or {@code otherwise} if it is none of up to nine digits. */
    static int integer(String digits, int otherwise) {
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : otherwise;
    }
}
