package arcly.media.nal;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Writes NAL units between start codes (annex B of H.264, HEVC and VVC). Every start code has four bytes. All methods append to
 * the caller's buffer, which stays the caller's.
 */
public final class StartCodes {
    private static final int START_CODE = 1;
    private static final int LENGTH_SIZE = 4;

    private StartCodes() {
    }

    /**
     * A canonical access unit.
     *
     * @throws MediaFormatException if it is none; the buffer's writer index is then where it was
     */
    public static void write(Payload canonical, ByteBuf out) throws MediaFormatException {
        ByteBuffer in = canonical.view();
        int start = out.writerIndex();
        out.writeBytes(in.duplicate()); // lengths and start codes both take four bytes: copy all, then set the start codes
        try {
            while (in.hasRemaining()) {
                int at = start + in.position();
                int length = nextLength(in);
                in.position(in.position() + length);
                out.setInt(at, START_CODE);
            }
        } catch (MediaFormatException notCanonical) {
            out.writerIndex(start);
            throw notCanonical;
        }
    }

    /** One NAL unit, header first. */
    public static void writeUnit(Payload nal, ByteBuf out) {
        out.writeInt(START_CODE).writeBytes(nal.view());
    }

    /** Reads the length in a canonical access unit and checks it; the buffer then stands at the NAL unit. */
    public static int nextLength(ByteBuffer in) throws MediaFormatException {
        int at = in.position();
        int length = in.remaining() < LENGTH_SIZE ? -1 : in.getInt();
        if (length <= 0 || length > in.remaining()) {
            throw MediaFormatException.malformed("canonical access unit, byte " + at + ", NAL unit length",
                    Integer.toUnsignedString(length), "1 to " + in.remaining() + ", what is left");
        }
        return length;
    }
}
