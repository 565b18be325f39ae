package arcly.media.nal;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads the arrays of NAL units in decoder configuration records (ISO/IEC 14496-15), each with its size in 16 bits. */
public final class RecordReader {
    private RecordReader() {
    }

    /**
     * Adds the next {@code count} NAL units that are not empty.
     *
     * @param what for messages: {@code "avcC"}
     */
    public static void read(String what, ByteBuffer in, int count, List<Payload> units) {
        for (int i = 0; i < count; i++) {
            int size = in.remaining() < 2 ? Integer.MAX_VALUE : in.getShort() & 0xFFFF;
            if (size > in.remaining()) {
                throw MediaFormatException.malformed(what + ", byte " + in.position() + ", parameter set " + i + " of " + count,
                        size == Integer.MAX_VALUE ? "the end" : size + " bytes", "up to " + in.remaining() + ", what is left");
            }
            if (size > 0) {
                units.add(Payload.copyOf(in.slice(in.position(), size)));
                in.position(in.position() + size);
            }
        }
    }

    /** @throws MediaFormatException if it is none that the canonical form could come from */
    public static void checkLengthSize(String what, int lengthSize) {
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw MediaFormatException.malformed(what + ", lengthSizeMinusOne", lengthSize - 1, "0, 1, 3");
        }
    }
}
