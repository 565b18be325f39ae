package arcly.http.reply;

import arcly.api.http.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes what stands before a body: status line and headers. */
public final class ReplyHead {
    /** How a message ends and whether the connection does is not for routes to say. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "date", "etag", "keep-alive", "server",
            "transfer-encoding", "content-range", "accept-ranges");
    /** What pages of other sites may read besides the simple ones: players measure with these. */
    private static final String EXPOSED = "Content-Length, Content-Range, Date, ETag, Location";

    private final StringBuilder text = new StringBuilder(512);

    /** How the body ends. */
    public enum Framing {
        /** As long as it is said. */
        LENGTH,
        CHUNKED,
        /** Where the connection ends: for HTTP/1.0. */
        CLOSE,
        /** By the status there is none. */
        NONE
    }

    private ReplyHead(ReplyPlan plan, String date) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(plan.status());
        text.append("HTTP/1.1 ").append(status.code()).append(' ').append(status.reasonPhrase()).append("\r\n");
        line("Date", date);
        line("Server", "arcly");
    }

    /**
     * @param isGet it may be read by pages of any site
     * @param length of the body on the wire, where the framing says so
     * @param gzip it is compressed
     * @param connection the header's value; empty for none
     */
    public static void write(ByteBuf out, HttpReply reply, ReplyPlan plan, String date, boolean isGet, Framing framing,
            long length, boolean gzip, String connection) {
        ReplyHead head = new ReplyHead(plan, date);
        head.routeHeaders(reply, plan.status(), isGet);
        head.content(reply, plan, gzip);
        if (framing == Framing.LENGTH) {
            head.line("Content-Length", Long.toString(length));
        } else if (framing == Framing.CHUNKED) {
            head.line("Transfer-Encoding", "chunked");
        }
        if (isGet) {
            head.line("Access-Control-Allow-Origin", "*");
            head.line("Access-Control-Expose-Headers", EXPOSED);
        }
        if (!connection.isEmpty()) {
            head.line("Connection", connection);
        }
        head.text.append("\r\n");
        out.writeCharSequence(head.text, StandardCharsets.ISO_8859_1);
    }

    private void routeHeaders(HttpReply reply, int status, boolean isGet) {
        boolean withoutContent = status == 304 || status == 416;
        for (Map.Entry<String, String> header : reply.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean aboutContent = name.equals("content-type") || name.equals("content-encoding");
            boolean cors = isGet && (name.equals("access-control-allow-origin") || name.equals("access-control-expose-headers"));
            if (!OURS.contains(name) && !(withoutContent && aboutContent) && !cors) {
                line(header.getKey(), header.getValue());
            }
        }
    }

    private void content(HttpReply reply, ReplyPlan plan, boolean gzip) {
        if (!reply.etag().isEmpty()) {
            line("ETag", '"' + reply.etag().replace("\"", "") + (gzip ? "-gzip\"" : "\""));
        }
        if (gzip) {
            line("Content-Encoding", "gzip");
        }
        if (plan.isText()) {
            line("Vary", "Accept-Encoding");
        }
        if (!plan.contentRange().isEmpty()) {
            line("Content-Range", plan.contentRange());
        } else if (plan.status() == 200 && plan.length() >= 0) {
            line("Accept-Ranges", "bytes");
        }
        line("X-Content-Type-Options", "nosniff");
    }

    private void line(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
