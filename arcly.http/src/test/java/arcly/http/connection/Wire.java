package arcly.http.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that says exactly what it is told, and reads answers by the letter. */
final class Wire implements Closeable {
    private static final int DEADLINE_MILLIS = 10_000;

    final Socket socket = new Socket();
    private final InputStream in;

    /** @param body as it was framed off; null if it ends with the connection and was not read */
    record Answer(int status, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, ISO_8859_1);
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    Wire(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    /** @param receiveBuffer bytes; 0 leaves it to the system */
    Wire(InetSocketAddress server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(server, DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), receiveBuffer > 0 ? 512 : 65_536);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Wire get(String path, String... headers) throws IOException {
        return send(request("GET", path, headers));
    }

    static String request(String method, String path, String... headers) {
        StringBuilder text = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    Answer read() throws IOException {
        return read(true);
    }

    /** @param withBody false: the answer to HEAD */
    Answer read(boolean withBody) throws IOException {
        Answer head = readHead();
        if (!withBody || head.status == 204 || head.status == 304 || head.status == 100) {
            return new Answer(head.status, head.headers, new byte[0]);
        }
        byte[] body;
        if ("chunked".equals(head.header("transfer-encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                all.write(chunk);
            }
            body = all.toByteArray();
        } else if (head.header("content-length") != null) {
            body = in.readNBytes(Integer.parseInt(head.header("content-length")));
            if (body.length != Integer.parseInt(head.header("content-length"))) {
                throw new EOFException("the body ends after " + body.length + " bytes");
            }
        } else {
            body = in.readAllBytes();
        }
        return new Answer(head.status, head.headers, body);
    }

    Answer readHead() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim(), (a, b) -> a
                    + ", " + b);
        }
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, null);
    }

    void readInto(byte[] bytes, int from, int length) throws IOException {
        if (in.readNBytes(bytes, from, length) != length) {
            throw new EOFException("the body breaks off");
        }
    }

    /** Empty: the last. */
    byte[] readChunk() throws IOException {
        byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
        String end = line();
        if (!end.isEmpty()) {
            throw new IOException("a chunk is followed by '" + end + "'");
        }
        return chunk;
    }

    /** True once the server has closed and nothing more came. */
    boolean isEnd() throws IOException {
        return in.read() < 0;
    }

    /** Something can be read. */
    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Reads on to the end, whatever it is. */
    void skipAll() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed; before that: '" + line.toString(ISO_8859_1) + "'");
            }
            line.write(b);
        }
        String text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: '" + text + "'");
        }
        return text.substring(0, text.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
