package arcly.media.mp4;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;

/**
 * Elementary stream descriptor (ISO/IEC 14496-14, 6.7.2; ISO/IEC 14496-1, 7.2.6):
 * ES_Descriptor(DecoderConfigDescriptor(DecoderSpecificInfo), SLConfigDescriptor).
 *
 * @param objectType objectTypeIndication (ISO/IEC 14496-1, table 5)
 * @param decoderSpecificInfo empty if the object type has none
 */
record Esds(int objectType, Payload decoderSpecificInfo) implements Box {
    static final int MPEG_4_AUDIO = 0x40;
    static final int MPEG_2_AUDIO = 0x69;
    static final int MPEG_1_AUDIO = 0x6B;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC_INFO = 5;
    private static final int SL_CONFIG = 6;
    private static final int AUDIO_STREAM = 5 << 2 | 1; // streamType, upStream 0, reserved 1
    private static final int SL_OF_MP4 = 2;

    @Override
    public String type() {
        return "esds";
    }

    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(0, 0, out);
        int descriptor = begin(ES_DESCRIPTOR, out);
        out.writeShort(0).writeByte(0); // ES_ID is 0 in a file; no flags
        int config = begin(DECODER_CONFIG, out);
        out.writeByte(objectType).writeByte(AUDIO_STREAM).writeMedium(0).writeLong(0); // buffer size, bit rates: not known
        if (!decoderSpecificInfo.isEmpty()) {
            int info = begin(DECODER_SPECIFIC_INFO, out);
            out.writeBytes(decoderSpecificInfo.view());
            end(info, out);
        }
        end(config, out);
        int sl = begin(SL_CONFIG, out);
        out.writeByte(SL_OF_MP4);
        end(sl, out);
        end(descriptor, out);
    }

    /** Tag and a size of four bytes, 7 bits each, of which all but the last say that one follows (8.3.3). */
    private static int begin(int tag, ByteBuf out) {
        out.writeByte(tag).writeInt(0);
        return out.writerIndex();
    }

    private static void end(int start, ByteBuf out) {
        int size = out.writerIndex() - start;
        out.setInt(start - 4, 0x8080_8000 | (size >> 21 & 0x7F) << 24 | (size >> 14 & 0x7F) << 16 | (size >> 7 & 0x7F) << 8
                | size & 0x7F);
    }
}
