package arcly.media.ts;

import arcly.api.media.Track;
import arcly.media.LanguageCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The two tables by which a receiver finds the tracks of the one program: PAT and PMT (ISO/IEC 13818-1, 2.4.4). */
final class ProgramTables {
    static final int PAT_PID = 0;

    private static final int PAT = 0;
    private static final int PMT = 2;
    private static final int TRANSPORT_STREAM_ID = 1;
    private static final int PROGRAM_NUMBER = 1;
    private static final int ISO_639_LANGUAGE = 0x0A;

    private ProgramTables() {
    }

    /** program_association_section() (2.4.4.3) of one program. */
    static ByteBuf pat(int pmtPid) {
        ByteBuf body = Unpooled.buffer(4).writeShort(PROGRAM_NUMBER).writeShort(0xE000 | pmtPid);
        return section(PAT, TRANSPORT_STREAM_ID, 0, body);
    }

    /** TS_program_map_section() (2.4.4.8). */
    static ByteBuf pmt(int version, int pcrPid, List<ElementaryStream> streams) {
        ByteBuf body = Unpooled.buffer().writeShort(0xE000 | pcrPid).writeShort(0xF000); // no descriptors of the program
        for (ElementaryStream stream : streams) {
            body.writeByte(stream.form().streamType()).writeShort(0xE000 | stream.pid().pid());
            int length = body.writerIndex();
            body.writeShort(0);
            writeLanguage(stream.track(), body);
            stream.form().writeDescriptors(body);
            body.setShort(length, 0xF000 | body.writerIndex() - length - 2);
        }
        return section(PMT, PROGRAM_NUMBER, version, body);
    }

    /** ISO_639_language_descriptor() (2.6.18). */
    private static void writeLanguage(Track track, ByteBuf out) {
        String code = LanguageCode.of(track.language());
        if (!code.equals(LanguageCode.UNDETERMINED)) {
            out.writeByte(ISO_639_LANGUAGE).writeByte(4);
            out.writeCharSequence(code, StandardCharsets.US_ASCII);
            out.writeByte(0); // audio_type: undefined
        }
    }

    /** CRC_32 of a section that {@link #pat} or {@link #pmt} made. */
    static int crc(ByteBuf section) {
        return section.getInt(section.writerIndex() - 4);
    }

    private static ByteBuf section(int tableId, int tableIdExtension, int version, ByteBuf body) {
        ByteBuf out = Unpooled.buffer(body.readableBytes() + 12);
        out.writeByte(tableId).writeShort(0xB000 | 5 + body.readableBytes() + 4);
        out.writeShort(tableIdExtension).writeByte(0xC1 | version << 1).writeShort(0); // current; section 0 of 0
        out.writeBytes(body);
        return out.writeInt(Crc32.of(out, 0, out.writerIndex()));
    }

    /** Writes a section into packets of its own: pointer_field, section, stuffing (2.4.4.1). */
    static void write(ByteBuf section, TsPid pid, ByteBuf out) {
        int packets = (1 + section.readableBytes() + TsPid.PAYLOAD_LENGTH - 1) / TsPid.PAYLOAD_LENGTH;
        ByteBuf unit = Unpooled.buffer(packets * TsPid.PAYLOAD_LENGTH);
        unit.writeByte(0).writeBytes(section.duplicate());
        while (unit.isWritable()) {
            unit.writeByte(0xFF);
        }
        pid.write(unit, Adaptation.NONE, out);
    }
}
