package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.mp3.Mp3Header;
import arcly.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * MPEG audio (RFC 2250, 3.5): 16 zero bits, 16 bits that say where in a frame the packet begins; then frames, or a piece of one.
 */
final class MpaFormat extends PayloadFormat {
    private static final String ENCODING = "MPA";
    private static final int STATIC_TYPE = 14;
    private static final int CLOCK_RATE = 90_000;
    private static final int HEAD_LENGTH = 4;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, Codec.MP3).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new MpaDepacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        return track.codec().equals(Codec.MP3)
                ? Optional.of(RtpFormat.of(STATIC_TYPE, ENCODING, CLOCK_RATE, 1, FormatParameters.NONE)) : Optional.empty();
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new FramePacketiser(rules) {
            @Override
            int headLength() {
                return HEAD_LENGTH;
            }

            @Override
            void writeHead(Frame frame, int at, int length, ByteBuf out) {
                out.writeInt(at);
            }

            @Override
            boolean isMarked(boolean last) {
                return false; // the marker begins a talkspurt (RFC 3551, 4.1)
            }
        };
    }

    private static final class MpaDepacketiser extends AudioDepacketiser {
        private int whole; // bytes of the frame of which pieces have come

        @Override
        void read(RtpPacket packet, UnitSink out) {
            int at = packet.payloadOffset() + HEAD_LENGTH;
            int length = packet.payloadLength() - HEAD_LENGTH;
            if (length <= 0) {
                throw MediaFormatException.malformed("RTP payload of MPA", packet.payloadLength() + " bytes", "5 and more");
            }
            byte[] data = packet.data();
            int offset = (data[at - 2] & 0xFF) << 8 | data[at - 1] & 0xFF;
            if (offset != buffer.size()) {
                drop(); // a piece is missing; if this begins a frame, it is taken all the same
                if (offset > 0) {
                    return;
                }
            }
            if (offset == 0) {
                whole = Mp3Header.read(data, at, length).frameLength();
            }
            if (offset == 0 && length >= whole) {
                give(data, at, length, packet.timestamp(), out);
                return;
            }
            buffer.append(data, at, Math.min(length, whole - buffer.size()));
            if (buffer.size() == whole) {
                giveBuffer(packet.timestamp(), out);
            }
        }
    }
}
