package arcly.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A request without its body: read, checked, immutable by agreement.
 *
 * @param target null for {@code OPTIONS *}
 * @param rawTarget as sent
 * @param isHttp10 the client speaks HTTP/1.0: no chunks, and a connection ends unless it asks for more
 * @param keepAlive the client would send another request here
 * @param length of the body in bytes; -1 if it comes in chunks
 */
public record RequestHead(String method, String rawTarget, RequestTarget target, boolean isHttp10, HttpHeaders headers,
        boolean keepAlive, long length) {
    private static final List<String> OF_PROXIES =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via");

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** GET or HEAD: what ranges and conditions are about. */
    public boolean isGet() {
        return method.equals("GET") || isHead();
    }

    public boolean hasBody() {
        return length != 0;
    }

    /** The client waits to be asked for the body (RFC 9110, 10.1.1). */
    public boolean expectsContinue() {
        return !isHttp10 && hasBody() && headers.containsValue("expect", "100-continue", true);
    }

    /** It speaks for somebody else, or for a name that need not be this machine's: a page of some other site may have sent it. */
    public boolean isForwarded(InetSocketAddress local) {
        return OF_PROXIES.stream().anyMatch(headers::contains) || !isLocal(host(), local);
    }

    /** Without the port; empty if there is none. */
    private String host() {
        String authority = headers.get("host", "");
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    private static boolean isLocal(String host, InetSocketAddress local) {
        InetAddress address = local == null ? null : local.getAddress();
        return host.isEmpty() || host.equalsIgnoreCase("localhost") || host.equals("::1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || address != null && host.equals(address.getHostAddress());
    }

    /** Appends it as it could have been sent: what {@link HeadReader} reads as an equal head. */
    public void write(ByteBuf out) {
        ByteBufUtil.writeAscii(out, method + ' ' + rawTarget + (isHttp10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n"));
        for (Map.Entry<String, String> header : headers) {
            for (String part : List.of(header.getKey(), ": ", header.getValue(), "\r\n")) {
                out.writeCharSequence(part, java.nio.charset.StandardCharsets.ISO_8859_1);
            }
        }
        ByteBufUtil.writeAscii(out, "\r\n");
    }
}
