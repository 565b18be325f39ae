package arcly.media.flv;

import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;

/**
 * What stands before the data of an audio tag (FLV 10.1, E.4.2.1), and of an RTMP audio message:
 *
 * <pre>
 * SoundFormat 4 | SoundRate 2 | SoundSize 1 | SoundType 1 [| AACPacketType 8, if the format is AAC]
 * </pre>
 *
 * <p>Immutable; equal by value.
 */
public final class AudioTagHeader {
    public static final int FORMAT_MP3 = 2;
    public static final int FORMAT_G711A = 7;
    public static final int FORMAT_G711U = 8;
    public static final int FORMAT_AAC = 10;
    public static final int FORMAT_MP3_8KHZ = 14;

    /** AACPacketType of an AudioSpecificConfig. */
    public static final int SEQUENCE_HEADER = 0;
    /** AACPacketType of a raw frame. */
    public static final int RAW = 1;

    private static final String WHAT = "FLV audio tag";
    // Enhanced RTMP 2 takes the free number 9 for a header with a FourCC in place of the format.
    private static final int FORMAT_EX_HEADER = 9;
    private static final String SUPPORTED = "sound formats 0 to 15";
    private static final String[] NAMES = {"PCM", "ADPCM", "MP3", "PCM little endian", "Nellymoser 16 kHz", "Nellymoser 8 kHz",
        "Nellymoser", "G.711 A-law", "G.711 mu-law", "enhanced", "AAC", "Speex", "format 12", "format 13", "MP3 8 kHz",
        "device-specific sound"};
    // E.4.2.1: for AAC always 44 kHz, 16 bits, stereo; the truth is in the AudioSpecificConfig.
    static final int AAC_FIRST_BYTE = FORMAT_AAC << 4 | 3 << 2 | 1 << 1 | 1;

    private final int firstByte;
    private final int packetType; // -1 if not AAC

    private AudioTagHeader(int firstByte, int packetType) {
        this.firstByte = firstByte;
        this.packetType = packetType;
    }

    public static AudioTagHeader aacSequenceHeader() {
        return new AudioTagHeader(AAC_FIRST_BYTE, SEQUENCE_HEADER);
    }

    public static AudioTagHeader aacRaw() {
        return new AudioTagHeader(AAC_FIRST_BYTE, RAW);
    }

    /**
     * Reads the header; {@link #length()} tells where the data begins. An empty body is malformed: publishers that send such mean
     * nothing by it, and the caller had better pass over it.
     *
     * @throws MediaFormatException if it breaks the format, or (unsupported) has the header of Enhanced RTMP,
     *     which {@link AudioTagBody} reads
     */
    public static AudioTagHeader read(byte[] body, int offset, int length) throws MediaFormatException {
        FourCc.need(WHAT, length, 1);
        int firstByte = body[offset] & 0xFF;
        int format = firstByte >> 4;
        if (format == FORMAT_EX_HEADER) {
            throw FourCc.unsupported(WHAT, body, offset, length, SUPPORTED + " but 9");
        }
        if (format != FORMAT_AAC) {
            return new AudioTagHeader(firstByte, -1);
        }
        FourCc.need(WHAT, length, 2);
        int packetType = body[offset + 1] & 0xFF;
        if (packetType > RAW) {
            throw MediaFormatException.malformed(WHAT + ", AACPacketType", packetType, "0, 1");
        }
        return new AudioTagHeader(firstByte, packetType);
    }

    public void write(ByteBuf out) {
        out.writeByte(firstByte);
        if (isAac()) {
            out.writeByte(packetType);
        }
    }

    /** Bytes. */
    public int length() {
        return isAac() ? 2 : 1;
    }

    /** SoundFormat, 0 to 15. */
    public int format() {
        return firstByte >> 4;
    }

    /** For people. */
    public String formatName() {
        return NAMES[format()];
    }

    public boolean isAac() {
        return format() == FORMAT_AAC;
    }

    /** Data is an AudioSpecificConfig. */
    public boolean isSequenceHeader() {
        return packetType == SEQUENCE_HEADER;
    }

    /** Hertz, rounded as the format has it: 5512, 11025, 22050, 44100. Says nothing about AAC. */
    public int soundRate() {
        return 44_100 >> 3 - (firstByte >> 2 & 3);
    }

    /** 1 or 2. Says nothing about AAC. */
    public int channels() {
        return 1 + (firstByte & 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AudioTagHeader header && header.firstByte == firstByte && header.packetType == packetType;
    }

    @Override
    public int hashCode() {
        return firstByte << 8 | packetType & 0xFF;
    }

    @Override
    public String toString() {
        return formatName() + (isSequenceHeader() ? " sequence header" : "");
    }
}
