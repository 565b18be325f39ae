package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.nal.StartCodes;
import io.netty.buffer.ByteBuf;

/**
 * Writes the byte stream format (H.264, annex B), where start codes part NAL units; {@link H264Assembler#annexB} reads it.
 *
 * <p>Every start code has four bytes. All methods append to the caller's buffer, which stays the caller's.
 */
public final class AnnexB {
    private static final int START_CODE = 1;
    private static final int ANY_PICTURE = 0xF0; // primary_pic_type 7 (table 7-5) and the stop bit

    private AnnexB() {
    }

    /** An access unit delimiter that allows any picture (7.3.2.4); MPEG-TS asks for one before each access unit. */
    public static void writeDelimiter(ByteBuf out) {
        out.writeInt(START_CODE).writeByte(NalType.ACCESS_UNIT_DELIMITER).writeByte(ANY_PICTURE);
    }

    /** The parameter sets, as they stand before a key frame. */
    public static void writeParameterSets(AvcConfiguration configuration, ByteBuf out) {
        configuration.sps().forEach(set -> StartCodes.writeUnit(set, out));
        configuration.spsExtensions().forEach(set -> StartCodes.writeUnit(set, out));
        configuration.pps().forEach(set -> StartCodes.writeUnit(set, out));
    }

    /**
     * A canonical access unit.
     *
     * @throws MediaFormatException if it is none; the buffer's writer index is then where it was
     */
    public static void write(Payload canonical, ByteBuf out) throws MediaFormatException {
        StartCodes.write(canonical, out);
    }
}
