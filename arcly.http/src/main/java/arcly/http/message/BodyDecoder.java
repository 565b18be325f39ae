package arcly.http.message;

import arcly.api.http.HttpException;
import io.netty.buffer.ByteBuf;

/**
 * Finds a request's body in what follows its head: so many bytes, or chunks (RFC 9112, 7.1). Takes only what it understands: a
 * half-sent line of a chunk stays in the buffer, so that the state to hand over is three numbers.
 */
public final class BodyDecoder {
    /** A chunk's size and whatever extensions clients invent. */
    private static final int MOST_LINE_BYTES = 256;
    private static final int MOST_TRAILER_BYTES = 8192;

    /** In the order of the wire; the number goes into batons. */
    private enum Phase { FIXED, SIZE, DATA, DATA_END, TRAILERS, DONE }

    private Phase phase;
    private long left; // of the body, or of the chunk
    private int trailerBytes;

    private BodyDecoder(Phase phase, long left, int trailerBytes) {
        this.phase = phase;
        this.left = left;
        this.trailerBytes = trailerBytes;
    }

    public static BodyDecoder of(RequestHead head) {
        return new BodyDecoder(head.length() < 0 ? Phase.SIZE : head.length() == 0 ? Phase.DONE : Phase.FIXED, head.length(), 0);
    }

    public static BodyDecoder readState(ByteBuf in) {
        return new BodyDecoder(Phase.values()[in.readByte()], in.readLong(), in.readInt());
    }

    public void writeState(ByteBuf out) {
        out.writeByte(phase.ordinal()).writeLong(left).writeInt(trailerBytes);
    }

    public boolean isDone() {
        return phase == Phase.DONE;
    }

    /** Bytes that are still to come for sure; more may follow where the body is chunked. */
    public long left() {
        return phase == Phase.DONE ? 0 : Math.max(0, left);
    }

    public boolean isChunked() {
        return phase != Phase.FIXED && phase != Phase.DONE;
    }

    /**
     * A piece of the body, at most {@code atMost} bytes, as a slice of {@code in}; null if more input is needed, or {@link
     * #isDone()}.
     *
     * @throws HttpException 400 if it is no body
     */
    public ByteBuf next(ByteBuf in, int atMost) {
        while (phase != Phase.DONE) {
            if (phase == Phase.FIXED || phase == Phase.DATA) {
                return in.isReadable() ? piece(in, atMost) : null;
            }
            String line = line(in);
            if (line == null) {
                return null;
            }
            take(line);
        }
        return null;
    }

    private ByteBuf piece(ByteBuf in, int atMost) {
        int size = (int) Math.min(Math.min(left, atMost), in.readableBytes());
        left -= size;
        if (left == 0) {
            phase = phase == Phase.FIXED ? Phase.DONE : Phase.DATA_END;
        }
        return in.readSlice(size);
    }

    private void take(String line) {
        switch (phase) {
            case SIZE -> {
                left = size(line);
                phase = left == 0 ? Phase.TRAILERS : Phase.DATA;
            }
            case DATA_END -> {
                if (!line.isEmpty()) {
                    throw new HttpException(400, "a chunk is longer than it says");
                }
                phase = Phase.SIZE;
            }
            default -> {
                trailerBytes += line.length() + 2;
                if (trailerBytes > MOST_TRAILER_BYTES) {
                    throw new HttpException(431, "the trailers are longer than " + MOST_TRAILER_BYTES + " bytes");
                }
                phase = line.isEmpty() ? Phase.DONE : Phase.TRAILERS;
            }
        }
    }

    /** The next line without its CRLF; null if it is not complete. */
    private String line(ByteBuf in) {
        int most = phase == Phase.TRAILERS ? MOST_TRAILER_BYTES : phase == Phase.DATA_END ? 0 : MOST_LINE_BYTES;
        int lf = in.indexOf(in.readerIndex(), Math.min(in.writerIndex(), in.readerIndex() + most + 2), (byte) '\n');
        if (lf < 0) {
            if (in.readableBytes() >= most + 2) {
                throw new HttpException(400, phase == Phase.DATA_END ? "a chunk is longer than it says"
                        : "a line between chunks is too long");
            }
            return null;
        }
        if (lf == in.readerIndex() || in.getByte(lf - 1) != '\r') {
            throw new HttpException(400, "a line between chunks does not end in CRLF");
        }
        String line = in.toString(in.readerIndex(), lf - 1 - in.readerIndex(), java.nio.charset.StandardCharsets.ISO_8859_1);
        in.readerIndex(lf + 1);
        return line;
    }

    private static long size(String line) {
        int digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0 && line.charAt(digits) < 0x80) {
            digits++;
        }
        String rest = line.substring(digits).trim();
        if (digits == 0 || digits > 15 || !rest.isEmpty() && !rest.startsWith(";")) {
            throw new HttpException(400, "a chunk begins without its size");
        }
        return Long.parseLong(line.substring(0, digits), 16);
    }
}
