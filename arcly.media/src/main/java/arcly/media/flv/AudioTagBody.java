package arcly.media.flv;

import arcly.api.media.Codec;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import java.util.List;

/**
 * Reads the body of an audio tag, which is that of an RTMP audio message: FLV 10.1, E.4.2, and E-RTMP v2, "Enhanced Audio".
 */
public final class AudioTagBody {
    private AudioTagBody() {
    }

    /**
     * What the body says of each track, in its order; nothing for an empty body, which is the "silence message" of old players.
     *
     * @throws MediaFormatException if it breaks the format; a codec that is not known is none of that
     */
    public static List<MediaPacket> read(byte[] body, int offset, int length) throws MediaFormatException {
        if (length == 0) {
            return List.of();
        }
        if ((body[offset] & 0xF0) == ExHeader.AUDIO) {
            return new ExBody(TrackKind.AUDIO, body, offset, length).read();
        }
        AudioTagHeader header = AudioTagHeader.read(body, offset, length);
        MediaPacketType type = header.isSequenceHeader() ? MediaPacketType.SEQUENCE_START : MediaPacketType.FRAME;
        return List.of(new MediaPacket.Builder(TrackKind.AUDIO).type(type).codec(codec(header), header.formatName())
                .at(offset + header.length(), length - header.length()));
    }

    private static Codec codec(AudioTagHeader header) {
        return switch (header.format()) {
            case AudioTagHeader.FORMAT_AAC -> Codec.AAC;
            case AudioTagHeader.FORMAT_MP3, AudioTagHeader.FORMAT_MP3_8KHZ -> Codec.MP3;
            case AudioTagHeader.FORMAT_G711A -> Codec.G711A;
            case AudioTagHeader.FORMAT_G711U -> Codec.G711U;
            default -> null;
        };
    }
}
