package arcly.media.flv;

/** What the payload of a {@link MediaPacket} is. Values may be added. */
public enum MediaPacketType {
    /** The codec's configuration; some codecs have an empty one, or none. */
    SEQUENCE_START,
    /** Coded media: CodedFrames, CodedFramesX, AVC NALU, AAC raw, and the data of codecs that know nothing else. */
    FRAME,
    /** The track is over, or, for audio, silent for a while; no payload. */
    SEQUENCE_END,
    /** Names and values in AMF, such as "colorInfo". */
    METADATA,
    /** AV1 only: the configuration in the form of an MPEG-2 TS descriptor. */
    TS_SEQUENCE_START,
    /** Which speaker each channel is for: {@link MultichannelConfig}. */
    CHANNELS,
    /** A byte for the player, no picture (frame type 5). */
    COMMAND,
    /** A packet type that E-RTMP v2 leaves free; to be passed over. */
    OTHER
}
