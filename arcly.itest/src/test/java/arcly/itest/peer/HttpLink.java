package arcly.itest.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP/1.1 connection on a blocking socket: it stays open between requests, and a server that closes it is noticed. */
public final class HttpLink implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LONGEST_LINE = 1 << 16;

    /**
     * What came back.
     *
     * @param headers names in lower case
     */
    public record Reply(int status, Map<String, String> headers, byte[] body) {

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;

    private HttpLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    public static HttpLink open(int port) throws IOException {
        return new HttpLink(new Socket("127.0.0.1", port));
    }

    public Socket socket() {
        return socket;
    }

    /** GET with further header lines, each with its line end. */
    public Reply get(String path, String... headers) throws IOException {
        send("GET", path, headers);
        return read();
    }

    public void send(String method, String path, String... headers) throws IOException {
        write(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
    }

    /** These characters as they are. */
    public void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * The next reply to a GET.
     *
     * @throws EOFException if the server closes before its end
     */
    public Reply read() throws IOException {
        return read(true);
    }

    /** @param withBody false for the reply to a HEAD */
    public Reply read(boolean withBody) throws IOException {
        String[] first = line().split(" ", 3);
        if (first.length < 2 || !first[0].equals("HTTP/1.1")) {
            throw new IOException("a status line that is none: " + String.join(" ", first));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String line;
        while (!(line = line()).isEmpty()) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim(), (a, b) -> a + ", " + b);
        }
        int status = Integer.parseInt(first[1]);
        return new Reply(status, headers, withBody && status != 204 && status != 304 ? body(headers) : new byte[0]);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int length;
            while ((length = Integer.parseInt(line(), 16)) > 0) {
                body.write(exactly(length));
                line();
            }
            line();
            return body.toByteArray();
        }
        return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int each;
        while ((each = in.read()) != '\n') {
            if (each < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the server closed" + (line.length() > 0 ? " in the middle of a line" : ""));
            }
            line.append((char) each);
        }
        return line.toString().stripTrailing();
    }

    /** Reads to the end of the connection; true if the server has closed in time. */
    public boolean ends(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
