package arcly.media.flv;

import arcly.api.media.Codec;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import java.util.List;

/**
 * Reads the body of a video tag, which is that of an RTMP video message: FLV 10.1, E.4.3, with HEVC under codec id 12 as encoders
 * in China have it, and E-RTMP v2, "Enhanced Video".
 */
public final class VideoTagBody {
    private VideoTagBody() {
    }

    /**
     * What the body says of each track, in its order; nothing for an empty body, by which publishers mean nothing.
     *
     * @throws MediaFormatException if it breaks the format; a codec that is not known is none of that
     */
    public static List<MediaPacket> read(byte[] body, int offset, int length) throws MediaFormatException {
        if (length == 0) {
            return List.of();
        }
        if ((body[offset] & ExHeader.VIDEO) != 0) {
            return new ExBody(TrackKind.VIDEO, body, offset, length).read();
        }
        VideoTagHeader header = VideoTagHeader.read(body, offset, length);
        int headerLength = Math.min(header.length(), length); // an end of sequence may have no composition time
        return List.of(new MediaPacket.Builder(TrackKind.VIDEO).type(type(header)).codec(codec(header), header.codecName())
                .key(header.isKey()).compositionMillis(header.compositionMillis())
                .at(offset + headerLength, length - headerLength));
    }

    private static MediaPacketType type(VideoTagHeader header) {
        return header.isCommand() ? MediaPacketType.COMMAND
                : header.isSequenceHeader() ? MediaPacketType.SEQUENCE_START
                : header.isEndOfSequence() ? MediaPacketType.SEQUENCE_END : MediaPacketType.FRAME;
    }

    private static Codec codec(VideoTagHeader header) {
        return header.isCommand() ? null : switch (header.codecId()) {
            case VideoTagHeader.CODEC_AVC -> Codec.H264;
            case VideoTagHeader.CODEC_HEVC -> Codec.HEVC;
            default -> null;
        };
    }
}
