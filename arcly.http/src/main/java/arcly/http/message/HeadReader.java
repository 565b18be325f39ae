package arcly.http.message;

import arcly.api.http.HttpException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads heads of requests (RFC 9112, 2 to 4). Netty's decoder reads them, but is shown a head only when all of it is there:
 * until then the bytes stay where they are, so that a half-sent head can be handed over, and the decoder never holds state
 * between two of them.
 */
public final class HeadReader {
    private static final int LONGEST_METHOD = 20; // the longest one registered, UPDATEREDIRECTREF, has 17

    private final HttpLimits limits;
    private final Decoder decoder;
    private int searched; // bytes from the reader index on in which no end was found

    public HeadReader(HttpLimits limits) {
        this.limits = limits;
        this.decoder = new Decoder(limits);
    }

    /**
     * The next head; null while it is incomplete, with the reader index where it was.
     *
     * @throws HttpException if it is none, or larger than allowed: nothing that follows can be understood
     */
    public RequestHead read(ByteBuf in) {
        if (searched == 0) {
            skipEmptyLines(in);
        }
        int end = end(in);
        if (end < 0) {
            checkSize(in);
            return null;
        }
        searched = 0;
        return head(decoder.decode(in.readSlice(end)));
    }

    /** RFC 9112, 2.2: a client may send an empty line before a request. */
    private static void skipEmptyLines(ByteBuf in) {
        while (in.isReadable() && (in.getByte(in.readerIndex()) == '\r' || in.getByte(in.readerIndex()) == '\n')) {
            in.skipBytes(1);
        }
    }

    /** Bytes up to and with the empty line; -1 if it is not there. Lines without CR end here too, and are then refused. */
    private int end(ByteBuf in) {
        int start = in.readerIndex();
        for (int at = start + Math.max(0, searched - 2); at < in.writerIndex(); at++) {
            int lf = in.indexOf(at, in.writerIndex(), (byte) '\n');
            if (lf < 0) {
                break;
            }
            boolean closed = lf + 1 < in.writerIndex() && in.getByte(lf + 1) == '\n';
            if (closed || lf + 2 < in.writerIndex() && in.getByte(lf + 1) == '\r' && in.getByte(lf + 2) == '\n') {
                return lf + (closed ? 2 : 3) - start;
            }
            at = lf;
        }
        searched = in.readableBytes();
        return -1;
    }

    private void checkSize(ByteBuf in) {
        int size = in.readableBytes();
        if (size > limits.lineBytes() && in.indexOf(in.readerIndex(), in.readerIndex() + limits.lineBytes(), (byte) '\n') < 0) {
            throw lineTooLong();
        }
        if (size > limits.lineBytes() + limits.headerBytes()) {
            throw headersTooLong();
        }
    }

    private HttpException lineTooLong() {
        return new HttpException(414, "the request line is longer than " + limits.lineBytes() + " bytes");
    }

    private HttpException headersTooLong() {
        return new HttpException(431, "the headers are longer than " + limits.headerBytes() + " bytes");
    }

    private RequestHead head(HttpRequest request) {
        Throwable failure = request.decoderResult().cause();
        if (failure instanceof TooLongHttpLineException) {
            throw lineTooLong();
        } else if (failure instanceof TooLongHttpHeaderException || failure instanceof TooLongFrameException) {
            throw headersTooLong();
        } else if (failure != null) {
            throw new HttpException(400, "the request cannot be read: " + failure.getMessage());
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            throw new HttpException(505, "HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > HttpLimits.MOST_HEADERS) {
            throw new HttpException(431, "there are more than " + HttpLimits.MOST_HEADERS + " headers");
        }
        boolean http10 = version.minorVersion() == 0;
        int hosts = headers.getAll("host").size();
        if (hosts > 1 || hosts == 0 && !http10) {
            throw new HttpException(400, "exactly one Host header is needed (RFC 9112, 3.2)");
        }
        String method = request.method().name();
        if (!isMethod(method)) {
            throw new HttpException(501, "a method is of A-Z");
        }
        boolean everything = method.equals("OPTIONS") && request.uri().equals("*");
        return new RequestHead(method, request.uri(), everything ? null : RequestTarget.parse(request.uri()), http10, headers,
                staysOpen(headers, http10), length(headers, http10));
    }

    private static boolean isMethod(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_METHOD && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean staysOpen(HttpHeaders headers, boolean http10) {
        return http10 ? headers.containsValue("connection", "keep-alive", true)
                : !headers.containsValue("connection", "close", true);
    }

    /** RFC 9112, 6: where two readers might disagree about where the body ends, there is no body but an error. */
    private static long length(HttpHeaders headers, boolean http10) {
        if (!headers.contains("transfer-encoding") && !headers.contains("content-length")) {
            return 0;
        }
        List<String> codings = headers.getAll("transfer-encoding");
        List<String> lengths = headers.getAll("content-length");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || http10) {
                throw new HttpException(400, "Transfer-Encoding with Content-Length or in HTTP/1.0 (RFC 9112, 6.1)");
            }
            if (codings.size() != 1 || !codings.get(0).trim().equalsIgnoreCase("chunked")) {
                throw new HttpException(501, "of transfer codings only chunked is understood");
            }
            return -1;
        }
        String length = lengths.get(0).trim();
        if (lengths.size() != 1 || !length.matches("\\d{1,18}")) {
            throw new HttpException(400, "Content-Length is not one number");
        }
        return Long.parseLong(length);
    }

    /** Netty's, outside of any pipeline. */
    private static final class Decoder extends HttpRequestDecoder {
        private final List<Object> out = new ArrayList<>(2);

        Decoder(HttpLimits limits) {
            super(new HttpDecoderConfig().setMaxInitialLineLength(limits.lineBytes()).setMaxHeaderSize(limits.headerBytes()));
        }

        /** The whole head is there, so one message comes out. */
        HttpRequest decode(ByteBuf head) {
            try {
                for (int rounds = 0; out.isEmpty() && rounds < 2; rounds++) {
                    decode(null, head, out);
                }
                return (HttpRequest) out.get(0);
            } catch (Exception notAHead) {
                throw new HttpException(400, "the request cannot be read: " + notAHead.getMessage());
            } finally {
                out.clear();
                reset(); // before the next: how the body is framed is not its business
            }
        }
    }
}
