package arcly.http.message;

import arcly.api.http.HttpException;
import io.netty.util.CharsetUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for (RFC 9112, 3.2.1): a path, decoded once, and a query as sent. Forms that servers behind or in front of this
 * one could read in another way are refused, not repaired: {@code .} and {@code ..}, empty segments, encoded slashes,
 * backslashes, control characters, and bytes that are no UTF-8.
 *
 * @param segments of the path, decoded
 * @param slashAtEnd the path ends with a slash; true for the root
 */
public record RequestTarget(String path, List<String> segments, boolean slashAtEnd, String rawQuery) {
    /** Application, eight segments of a name, and what stands behind; with room. */
    private static final int MOST_SEGMENTS = 32;

    public RequestTarget {
        segments = Collections.unmodifiableList(segments);
    }

    /** @throws HttpException 400 with what is wrong */
    public static RequestTarget parse(String text) {
        if (!text.startsWith("/")) {
            throw bad("the target is not a path that begins with a slash");
        }
        int question = text.indexOf('?');
        String raw = question < 0 ? text : text.substring(0, question);
        String query = question < 0 ? "" : text.substring(question + 1);
        checkPrintable(text);
        String path = decoded(raw);
        String[] parts = path.substring(1).split("/", -1);
        boolean slashAtEnd = parts[parts.length - 1].isEmpty();
        List<String> segments = Arrays.asList(parts).subList(0, slashAtEnd ? parts.length - 1 : parts.length);
        if (segments.size() > MOST_SEGMENTS) {
            throw bad("the path has more than " + MOST_SEGMENTS + " segments");
        }
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw bad("the path has a segment '" + segment + "'");
            }
        }
        return new RequestTarget(path, segments, slashAtEnd, query);
    }

    public RequestTarget withSlash() {
        return slashAtEnd ? this : new RequestTarget(path + '/', segments, true, rawQuery);
    }

    /** The first value of a query parameter; a plus is a space. */
    public Optional<String> query(String name) {
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && component(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : component(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String component(String text) {
        String spaced = text.replace('+', ' ');
        try {
            return percentDecoded(spaced);
        } catch (HttpException notEncoded) {
            return spaced; // a query is its route's to judge
        }
    }

    private static void checkPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
                throw bad("the target has a character that must be encoded");
            }
        }
    }

    private static String decoded(String raw) {
        String path = percentDecoded(raw);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c >= 0x7f && c < 0xa0 || c == '\\') {
                throw bad("the path has a control character or a backslash");
            }
        }
        return path;
    }

    private static String percentDecoded(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(CharsetUtil.UTF_8));
                continue;
            }
            int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2)) : -1;
            if (value < 0 || value == '/') {
                throw bad("the target has a percent sign that is not followed by what may be encoded");
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw bad("the target is not UTF-8");
        }
    }

    private static int hex(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        return digit < 0 ? Integer.MIN_VALUE : digit; // stays negative when combined with the other digit
    }

    private static HttpException bad(String what) {
        return new HttpException(400, what);
    }
}
