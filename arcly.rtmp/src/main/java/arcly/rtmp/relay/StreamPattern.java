package arcly.rtmp.relay;

import arcly.api.stream.StreamKey;
import java.util.regex.Pattern;

/** Which streams: {@code live/cam}, {@code live/*}, {@code *}; a star stands for any characters, slashes too. */
final class StreamPattern {
    /** Of a whole pattern. */
    static final String FORM = "[A-Za-z0-9._*-]+(/[A-Za-z0-9._*-]+){0,8}";
    static final String ALLOWED = "APP/NAME of A-Z a-z 0-9 . _ - with * for any characters";

    private final String text;
    private final Pattern pattern;

    private StreamPattern(String text) {
        this.text = text;
        StringBuilder expression = new StringBuilder();
        for (String part : text.split("(?=\\*)|(?<=\\*)")) {
            expression.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        pattern = Pattern.compile(expression.toString());
    }

    static StreamPattern of(String text) {
        return new StreamPattern(text);
    }

    /** True if the text is a pattern, or a stream. */
    static boolean isOne(String text) {
        return text.matches(FORM) && (text.indexOf('*') >= 0 || text.indexOf('/') > 0);
    }

    boolean matches(StreamKey key) {
        return pattern.matcher(key.toString()).matches();
    }

    /** True if more than one stream may match. */
    boolean isOpen() {
        return text.indexOf('*') >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamPattern one && one.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
