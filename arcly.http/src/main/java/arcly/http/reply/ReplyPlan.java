package arcly.http.reply;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import arcly.http.message.ByteRange;
import arcly.http.message.Conditions;
import arcly.http.message.RequestHead;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;

/**
 * What of a reply answers one request: all of it, a range, or that the client has it already.
 *
 * @param from where in the body it begins
 * @param length bytes of what is sent, before compression; -1 if not known
 * @param gzip to be compressed, if that makes it shorter
 * @param contentRange empty if there is none
 * @param isText it would be compressed for a client that takes it
 */
public record ReplyPlan(int status, long from, long length, boolean gzip, String contentRange, boolean isText) {
    /** Longer text is rare, and would keep a loop busy. */
    private static final int MOST_GZIP_BYTES = 1 << 20;

    public static ReplyPlan of(RequestHead head, HttpReply reply, int gzipBytes) {
        Body body = reply.body();
        if (!head.isGet() || reply.status() != 200) {
            return whole(reply, false, false);
        }
        HttpHeaders asked = head.headers();
        String lastModified = header(reply, "last-modified");
        if (Conditions.isNotModified(asked, reply.etag(), lastModified)) {
            return new ReplyPlan(304, 0, 0, false, "", isText(reply, gzipBytes));
        }
        String range = asked.get("range", "");
        boolean mayBePart = !range.isEmpty() && !head.isHead() && body.length() >= 0;
        if (mayBePart && Conditions.isRangeValid(asked, reply.etag(), lastModified)) {
            ByteRange part = ByteRange.parse(range, body.length());
            if (part != null && part.length() == 0) {
                return new ReplyPlan(416, 0, 0, false, "bytes */" + body.length(), false);
            } else if (part != null) {
                return new ReplyPlan(206, part.from(), part.length(), false,
                        "bytes " + part.from() + '-' + (part.from() + part.length() - 1) + '/' + body.length(),
                        isText(reply, gzipBytes));
            }
        }
        boolean text = isText(reply, gzipBytes);
        return whole(reply, text && range.isEmpty() && takesGzip(asked), text);
    }

    private static ReplyPlan whole(HttpReply reply, boolean gzip, boolean text) {
        return new ReplyPlan(reply.status(), 0, reply.body().length(), gzip, "", text);
    }

    private static boolean isText(HttpReply reply, int gzipBytes) {
        long length = reply.body().length();
        String type = header(reply, "content-type").toLowerCase(Locale.ROOT);
        return reply.body().buffers() != null && length >= gzipBytes && length <= MOST_GZIP_BYTES
                && header(reply, "content-encoding").isEmpty()
                && (type.startsWith("text/") || type.contains("json") || type.contains("javascript") || type.contains("xml")
                        || type.contains("mpegurl"));
    }

    /** RFC 9110, 12.5.3, as far as gzip goes. */
    static boolean takesGzip(HttpHeaders asked) {
        if (!asked.contains("accept-encoding")) {
            return false;
        }
        for (String coding : String.join(",", asked.getAll("accept-encoding")).split(",")) {
            String[] parts = coding.trim().toLowerCase(Locale.ROOT).split(";");
            if (parts[0].trim().equals("gzip")) {
                return parts.length < 2 || !parts[1].trim().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    static String header(HttpReply reply, String name) {
        for (Map.Entry<String, String> header : reply.headers()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return "";
    }
}
