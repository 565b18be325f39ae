package arcly.media.nal;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The arrays of NAL units in decoder configuration records (ISO/IEC 14496-15): before each stands its size in 16 bits. */
public final class RecordArrays {
    private RecordArrays() {
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

    /** Appends the type, the number of units, and the units: the form of hvcC and vvcC. */
    public static void write(ByteArrayOutputStream out, int type, List<Payload> units) {
        out.write(type);
        write16(out, units.size());
        for (Payload unit : units) {
            writeUnit(out, unit);
        }
    }

    /** Appends a NAL unit and its size: the form of all three. */
    public static void writeUnit(ByteArrayOutputStream out, Payload unit) {
        write16(out, unit.size());
        out.writeBytes(unit.toByteArray());
    }

    public static void write16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    /** @throws MediaFormatException if it is none that the canonical form could come from */
    public static void checkLengthSize(String what, int lengthSize) {
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw MediaFormatException.malformed(what + ", lengthSizeMinusOne", lengthSize - 1, "0, 1, 3");
        }
    }
}
