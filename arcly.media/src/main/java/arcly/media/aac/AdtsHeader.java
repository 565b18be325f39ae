package arcly.media.aac;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;
import io.netty.buffer.ByteBuf;

/**
 * The header of an ADTS frame (ISO/IEC 14496-3, 1.A.2.2):
 *
 * <pre>
 * syncword 12 | ID 1 | layer 2 | protection_absent 1 | profile 2 | sampling_frequency_index 4 | private 1 |
 * channel_configuration 3
 * | original, home, copyright 4 | frame_length 13 | buffer fullness 11 | number_of_raw_data_blocks 2 [| CRC 16]
 * </pre>
 *
 * <p>Immutable.
 */
public final class AdtsHeader {
    /** Bytes without CRC. */
    public static final int LENGTH = 7;
    /** Bytes of a whole frame: frame_length has 13 bits. */
    public static final int MOST_FRAME_BYTES = 0x1FFF;

    private static final String WHAT = "ADTS header";
    private static final int CRC_LENGTH = 2;
    private static final int VARIABLE_RATE = 0x7FF; // adts_buffer_fullness of a stream that keeps no buffer model
    private static final int PROGRAM_CONFIG_ELEMENT = 5; // id_syn_ele, table 4.85
    private static final byte[] NOTHING = new byte[0];

    private final boolean protectionAbsent;
    private final int objectType;
    private final int frequencyIndex;
    private final int channelConfiguration;
    private final int frameLength;
    private final int rawDataBlocks;

    private AdtsHeader(boolean protectionAbsent, int objectType, int frequencyIndex, int channelConfiguration, int frameLength,
            int rawDataBlocks) {
        this.protectionAbsent = protectionAbsent;
        this.objectType = objectType;
        this.frequencyIndex = frequencyIndex;
        this.channelConfiguration = channelConfiguration;
        this.frameLength = frameLength;
        this.rawDataBlocks = rawDataBlocks;
    }

    /** Whether a header may begin here: syncword and layer; needs two bytes. */
    static boolean isSync(byte first, byte second) {
        return first == (byte) 0xFF && (second & 0xF6) == 0xF0;
    }

    /**
     * Reads a header; a CRC after it is not looked at.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static AdtsHeader read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < LENGTH || !isSync(data[offset], data[offset + 1])) {
            throw MediaFormatException.malformed(WHAT, length < LENGTH ? length + " bytes"
                    : String.format("0x%02x%02x", data[offset], data[offset + 1]), "7 bytes that begin with 0xfff and layer 0");
        }
        BitReader in = new BitReader(WHAT, data, offset, LENGTH);
        in.skip("syncword, ID, layer", 15);
        boolean protectionAbsent = in.flag("protection_absent");
        int objectType = 1 + in.unsigned("profile_ObjectType", 2);
        int frequencyIndex = in.unsigned("sampling_frequency_index", 4, 12);
        in.skip("private_bit", 1);
        int channelConfiguration = in.unsigned("channel_configuration", 3);
        in.skip("original_copy, home, copyright", 4);
        int frameLength = in.unsigned("aac_frame_length", 13);
        in.skip("adts_buffer_fullness", 11);
        int rawDataBlocks = 1 + in.unsigned("number_of_raw_data_blocks_in_frame", 2);
        AdtsHeader header = new AdtsHeader(protectionAbsent, objectType, frequencyIndex, channelConfiguration, frameLength,
                rawDataBlocks);
        if (frameLength <= header.length()) {
            throw in.refused("aac_frame_length", frameLength, header.length() + 1 + " to " + MOST_FRAME_BYTES);
        }
        return header;
    }

    /**
     * Writes what goes before a raw frame of that configuration: the header and, if the channels are told by a program config
     * element, that element, with which the frame then begins. SBR and PS are not said: ADTS has no field for them.
     *
     * @throws MediaFormatException if ADTS cannot say this configuration (object types 1 to 4, rates of the table, channel
     *     configurations up to 7) or the frame is too large
     */
    public static void write(AudioSpecificConfig config, int payloadLength, ByteBuf out) throws MediaFormatException {
        int frequencyIndex = SamplingFrequency.indexOf(config.samplingFrequency());
        if (config.objectType() > AudioSpecificConfig.AAC_LTP || frequencyIndex < 0 || config.channelConfiguration() > 7) {
            throw MediaFormatException.unsupported(WHAT, config,
                    "object types 1 to 4, listed rates, channel configurations 0 to 7");
        }
        byte[] program = config.programConfig().map(AdtsHeader::element).orElse(NOTHING);
        int frameLength = LENGTH + program.length + payloadLength;
        if (frameLength > MOST_FRAME_BYTES) {
            throw MediaFormatException.malformed(WHAT + ", aac_frame_length", frameLength, "up to " + MOST_FRAME_BYTES);
        }
        out.writeShort(0xFFF1); // syncword, MPEG-4, no CRC
        out.writeByte(config.objectType() - 1 << 6 | frequencyIndex << 2 | config.channelConfiguration() >> 2);
        out.writeInt((config.channelConfiguration() & 3) << 30 | frameLength << 13 | VARIABLE_RATE << 2);
        out.writeBytes(program);
    }

    /** A program config element as a raw frame may begin with; it ends at a byte boundary. */
    private static byte[] element(ProgramConfig program) {
        BitWriter bits = new BitWriter().unsigned(PROGRAM_CONFIG_ELEMENT, 3);
        program.write(bits);
        return bits.toByteArray();
    }

    /** Bytes of this header, its CRC included. */
    public int length() {
        return protectionAbsent ? LENGTH : LENGTH + CRC_LENGTH;
    }

    /** Bytes of the whole frame, the header included. */
    public int frameLength() {
        return frameLength;
    }

    /** 1 to 4. */
    public int objectType() {
        return objectType;
    }

    /** Hertz of the core. */
    public int samplingFrequency() {
        return SamplingFrequency.of(frequencyIndex, WHAT);
    }

    /** 0 if a program config element in the frame tells the channels. */
    public int channelConfiguration() {
        return channelConfiguration;
    }

    /** Raw frames behind this header, 1 to 4. Where the second begins only a decoder can tell. */
    public int rawDataBlocks() {
        return rawDataBlocks;
    }

    /**
     * The configuration that goes with the frame.
     *
     * @param rawFrame what followed the header; looked into if channel configuration is 0, for the program config element
     * @throws MediaFormatException if channel configuration is 0 and the frame does not begin with a program config element
     */
    public AudioSpecificConfig config(Payload rawFrame) throws MediaFormatException {
        AudioSpecificConfig.Builder builder = AudioSpecificConfig.of(objectType, samplingFrequency());
        if (channelConfiguration != 0) {
            return builder.channelConfiguration(channelConfiguration).build();
        }
        BitReader in = new BitReader("AAC raw frame", rawFrame.toByteArray());
        int element = in.unsigned("id_syn_ele", 3);
        if (element != PROGRAM_CONFIG_ELEMENT) {
            throw in.refused("id_syn_ele", element, "5, as channel_configuration is 0");
        }
        return builder.programConfig(ProgramConfig.read(in)).build();
    }

    /** Whether frames of the two belong to the same configuration, as far as their headers say. */
    boolean isLike(AdtsHeader other) {
        return objectType == other.objectType && frequencyIndex == other.frequencyIndex
                && channelConfiguration == other.channelConfiguration;
    }

    @Override
    public String toString() {
        return "ADTS frame of " + frameLength + " bytes, object type " + objectType + ", " + samplingFrequency()
                + " Hz, channels " + channelConfiguration;
    }
}
