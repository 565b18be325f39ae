package arcly.http.message;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** What a request makes its answer depend on (RFC 9110, 13). */
public final class Conditions {
    private Conditions() {
    }

    /**
     * The client has what would be sent: 304.
     *
     * @param etag without quotes; empty if there is none
     * @param lastModified as a header has it; empty if there is none
     */
    public static boolean isNotModified(HttpHeaders headers, String etag, String lastModified) {
        if (headers.contains("if-none-match")) {
            String none = String.join(",", headers.getAll("if-none-match"));
            return none.trim().equals("*") || !etag.isEmpty() && names(none, etag);
        }
        String since = headers.get("if-modified-since", "");
        if (since.isEmpty() || lastModified.isEmpty()) {
            return false;
        }
        ZonedDateTime asked = time(since);
        ZonedDateTime changed = time(lastModified);
        return asked != null && changed != null && !changed.isAfter(asked);
    }

    /** If-Range names what would be sent, or is not there: a range may be answered with a range. */
    public static boolean isRangeValid(HttpHeaders headers, String etag, String lastModified) {
        String condition = headers.get("if-range", "").trim();
        if (condition.isEmpty()) {
            return true;
        }
        return condition.startsWith("\"") ? !etag.isEmpty() && condition.equals('"' + etag + '"')
                : !lastModified.isEmpty() && condition.equals(lastModified);
    }

    /** The weak comparison: a tag of what was compressed is that of the content, with an ending. */
    private static boolean names(String list, String etag) {
        for (String part : list.split(",")) {
            String tag = part.trim();
            tag = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (tag.equals('"' + etag + '"') || tag.equals('"' + etag + "-gzip\"")) {
                return true;
            }
        }
        return false;
    }

    private static ZonedDateTime time(String text) {
        try {
            return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
        } catch (DateTimeParseException notATime) {
            return null; // RFC 9110, 13.1.3: then the header is to be ignored
        }
    }
}
