package arcly.media.hevc;

import arcly.media.nal.StartCodes;
import io.netty.buffer.ByteBuf;

/** What stands before access units in the byte stream format (H.265, annex B). Appends to the caller's buffer. */
public final class HevcAnnexB {
    private static final int START_CODE = 1;
    private static final int TEMPORAL_ID_PLUS_1 = 1;
    private static final int ANY_PICTURE = 0x50; // pic_type 2 (table 7-2) and the stop bit

    private HevcAnnexB() {
    }

    /** An access unit delimiter that allows any picture (7.3.2.5); MPEG-TS asks for one before each access unit. */
    public static void writeDelimiter(ByteBuf out) {
        out.writeInt(START_CODE).writeByte(HevcNalType.ACCESS_UNIT_DELIMITER << 1).writeByte(TEMPORAL_ID_PLUS_1)
                .writeByte(ANY_PICTURE);
    }

    /** The parameter sets, as they stand before a key frame, and the SEI that holds for the whole stream. */
    public static void writeParameterSets(HevcConfiguration configuration, ByteBuf out) {
        configuration.vps().forEach(set -> StartCodes.writeUnit(set, out));
        configuration.sps().forEach(set -> StartCodes.writeUnit(set, out));
        configuration.pps().forEach(set -> StartCodes.writeUnit(set, out));
        configuration.sei().forEach(sei -> StartCodes.writeUnit(sei, out));
    }
}
