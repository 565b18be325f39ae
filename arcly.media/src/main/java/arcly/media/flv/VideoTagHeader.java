package arcly.media.flv;

import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;

/**
 * What stands before the data of a video tag (FLV 10.1, E.4.3.1), and of an RTMP video message:
 *
 * <pre>
 * FrameType 4 | CodecID 4 [| AVCPacketType 8 | CompositionTime SI24, if the codec is AVC or HEVC]
 * </pre>
 *
 * <p>Immutable; equal by value.
 */
public final class VideoTagHeader {
    public static final int CODEC_AVC = 7;
    /** HEVC as encoders in China send it, in the layout of AVC with an hvcC; no standard has it. */
    public static final int CODEC_HEVC = 12;

    /** AVCPacketType of an avcC. */
    public static final int SEQUENCE_HEADER = 0;
    /** AVCPacketType of an access unit. */
    public static final int NALU = 1;
    /** AVCPacketType of the end of the sequence: no data. */
    public static final int END_OF_SEQUENCE = 2;

    private static final String WHAT = "FLV video tag";
    private static final int KEY_FRAME = 1;
    private static final int INTER_FRAME = 2;
    private static final int COMMAND_FRAME = 5;
    private static final int AVC_LENGTH = 5;
    private static final String[] NAMES = {"codec 0", "JPEG", "Sorenson H.263", "Screen video", "On2 VP6", "On2 VP6 with alpha",
        "Screen video 2", "AVC", "codec 8", "codec 9", "codec 10", "codec 11", "HEVC"};

    private final int frameType;
    private final int codecId;
    private final int packetType; // -1 if neither AVC nor HEVC, or a command frame
    private final int compositionMillis;

    private VideoTagHeader(int frameType, int codecId, int packetType, int compositionMillis) {
        this.frameType = frameType;
        this.codecId = codecId;
        this.packetType = packetType;
        this.compositionMillis = compositionMillis;
    }

    public static VideoTagHeader avcSequenceHeader() {
        return new VideoTagHeader(KEY_FRAME, CODEC_AVC, SEQUENCE_HEADER, 0);
    }

    /** @param compositionMillis presentation time less decode time; limited to what 24 bits hold, 2 h 19 min either way */
    public static VideoTagHeader avcFrame(boolean key, long compositionMillis) {
        return new VideoTagHeader(key ? KEY_FRAME : INTER_FRAME, CODEC_AVC, NALU, ExHeader.composition(compositionMillis));
    }

    public static VideoTagHeader avcEndOfSequence() {
        return new VideoTagHeader(KEY_FRAME, CODEC_AVC, END_OF_SEQUENCE, 0);
    }

    /**
     * Reads the header; {@link #length()} tells where the data begins. An empty body is malformed: publishers that send such mean
     * nothing by it, and the caller had better pass over it.
     *
     * @throws MediaFormatException if it breaks the format, or (unsupported) has the header of Enhanced RTMP,
     *     which {@link VideoTagBody} reads
     */
    public static VideoTagHeader read(byte[] body, int offset, int length) throws MediaFormatException {
        FourCc.need(WHAT, length, 1);
        int firstByte = body[offset] & 0xFF;
        if ((firstByte & ExHeader.VIDEO) != 0) {
            throw FourCc.unsupported(WHAT, body, offset, length, "codec ids 0 to 15 without FourCC");
        }
        int frameType = firstByte >> 4;
        int codecId = firstByte & 0xF;
        if (codecId != CODEC_AVC && codecId != CODEC_HEVC || frameType == COMMAND_FRAME) {
            return new VideoTagHeader(frameType, codecId, -1, 0);
        }
        FourCc.need(WHAT, length, 2);
        int packetType = body[offset + 1];
        if (packetType < 0 || packetType > END_OF_SEQUENCE) {
            throw MediaFormatException.malformed(WHAT + ", AVCPacketType", packetType & 0xFF, "0, 1, 2");
        }
        if (packetType == END_OF_SEQUENCE && length < AVC_LENGTH) {
            return new VideoTagHeader(frameType, codecId, packetType, 0); // seen without its composition time
        }
        FourCc.need(WHAT, length, AVC_LENGTH);
        int compositionMillis = body[offset + 2] << 16 | (body[offset + 3] & 0xFF) << 8 | body[offset + 4] & 0xFF;
        return new VideoTagHeader(frameType, codecId, packetType, packetType == NALU ? compositionMillis : 0);
    }

    public void write(ByteBuf out) {
        out.writeByte(frameType << 4 | codecId);
        if (packetType >= 0) {
            out.writeByte(packetType).writeMedium(compositionMillis);
        }
    }

    /** Bytes. */
    public int length() {
        return packetType >= 0 ? AVC_LENGTH : 1;
    }

    /** CodecID, 0 to 15. */
    public int codecId() {
        return codecId;
    }

    /** For people. */
    public String codecName() {
        return codecId < NAMES.length ? NAMES[codecId] : "codec " + codecId;
    }

    public boolean isAvc() {
        return codecId == CODEC_AVC;
    }

    /** FrameType 1 or, as servers mark it, 4. What is in the access unit counts more. */
    public boolean isKey() {
        return frameType == KEY_FRAME || frameType == 4;
    }

    /** Video info or command: a byte for the player, no picture. */
    public boolean isCommand() {
        return frameType == COMMAND_FRAME;
    }

    /** Data is an avcC. */
    public boolean isSequenceHeader() {
        return packetType == SEQUENCE_HEADER;
    }

    /** Data is an access unit. */
    public boolean isFrame() {
        return packetType == NALU;
    }

    public boolean isEndOfSequence() {
        return packetType == END_OF_SEQUENCE;
    }

    /** Presentation time less decode time, milliseconds. */
    public int compositionMillis() {
        return compositionMillis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoTagHeader header && header.frameType == frameType && header.codecId == codecId
                && header.packetType == packetType && header.compositionMillis == compositionMillis;
    }

    @Override
    public int hashCode() {
        return (frameType << 4 | codecId) * 31 + packetType * 31 + compositionMillis;
    }

    @Override
    public String toString() {
        return codecName() + (isKey() ? " key" : "") + switch (packetType) {
            case SEQUENCE_HEADER -> " sequence header";
            case NALU -> " frame +" + compositionMillis + " ms";
            case END_OF_SEQUENCE -> " end of sequence";
            default -> "";
        };
    }
}
