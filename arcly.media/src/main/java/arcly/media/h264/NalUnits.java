package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.nal.StartCodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Looks into access units of arcly's canonical form. */
public final class NalUnits {
    private static final int LENGTH_SIZE = 4;

    private NalUnits() {
    }

    /**
     * The NAL units of a canonical access unit, without a copy, header byte first.
     *
     * @throws MediaFormatException if the payload is no sequence of 4-byte length-prefixed NAL units
     */
    public static List<Payload> split(Payload canonical) throws MediaFormatException {
        List<Payload> units = new ArrayList<>(4);
        ByteBuffer in = canonical.view();
        while (in.hasRemaining()) {
            int length = StartCodes.nextLength(in);
            units.add(canonical.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return units;
    }

    /** A canonical access unit of these NAL units, header byte first: what {@link #split} takes apart. */
    public static Payload join(List<Payload> units) {
        ByteBuffer canonical = ByteBuffer.allocate(units.stream().mapToInt(unit -> LENGTH_SIZE + unit.size()).sum());
        for (Payload unit : units) {
            canonical.putInt(unit.size());
            unit.copyTo(canonical);
        }
        return Payload.wrap(canonical.array());
    }

    /** Whether the part is what {@link H264Assembler} makes: 4-byte lengths that fit, nothing empty, nothing to be left out. */
    public static boolean isCanonical(byte[] data, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
        while (in.remaining() > LENGTH_SIZE) {
            int size = in.getInt();
            if (size <= 0 || size > in.remaining() || in.get(in.position()) < 0
                    || NalType.isLeftOut(NalType.of(in.get(in.position())))) {
                return false;
            }
            in.position(in.position() + size);
        }
        return length > 0 && !in.hasRemaining();
    }
}
