package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * AC-3 (RFC 4184) and E-AC-3 (RFC 4598): two bytes, then whole frames or a piece of one.
 *
 * <pre>
 * AC-3: 0 6 | FT 2: 0 whole frames, 1 and 2 the first piece, 3 another | NF 8: how many frames, or pieces of the frame
 * E-AC-3: 0 7 | F 1: a piece | NF 8
 * </pre>
 */
final class Ac3Format extends PayloadFormat {
    private static final String AC3 = "ac3";
    private static final String EAC3 = "eac3";
    private static final int HEAD_LENGTH = 2;
    private static final int USUAL_RATE = 48_000;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(AC3) || format.isEncoding(EAC3);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, format.isEncoding(AC3) ? Codec.AC3 : Codec.EAC3).sampleRate(format.clockRate())
                .channels(format.channels()).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new Ac3Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        boolean enhanced = track.codec().equals(Codec.EAC3);
        if (!enhanced && !track.codec().equals(Codec.AC3)) {
            return Optional.empty();
        }
        int rate = track.sampleRate() == 0 ? USUAL_RATE : track.sampleRate();
        return Optional.of(RtpFormat.of(payloadType, enhanced ? EAC3 : AC3, rate, Math.max(1, track.channels()),
                FormatParameters.NONE));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new Ac3Packetiser(rules, format.isEncoding(EAC3));
    }

    private static final class Ac3Packetiser extends FramePacketiser {
        private final int room;
        private final boolean enhanced;

        Ac3Packetiser(PieceRules rules, boolean enhanced) {
            super(rules);
            this.room = rules.mostBytes() - HEAD_LENGTH;
            this.enhanced = enhanced;
        }

        @Override
        int headLength() {
            return HEAD_LENGTH;
        }

        @Override
        void writeHead(Frame frame, int at, int length, ByteBuf out) {
            int size = frame.payload().size();
            int pieces = (size + room - 1) / room;
            int first = length * 8 >= size * 5 ? 1 : 2; // RFC 4184, 4.1.1: with 5/8 of the frame a decoder can do something
            int type = pieces == 1 ? 0 : enhanced ? 1 : at == 0 ? first : 3;
            out.writeByte(type).writeByte(Math.min(255, pieces));
        }
    }

    private static final class Ac3Depacketiser extends AudioDepacketiser {
        private static final int MOST_BYTES = 4_096; // A/52, E.2.2.1: frmsiz has 11 bits, in words

        private long joined;

        @Override
        void read(RtpPacket packet, UnitSink out) {
            int at = packet.payloadOffset() + HEAD_LENGTH;
            int length = packet.payloadLength() - HEAD_LENGTH;
            if (length <= 0) {
                throw MediaFormatException.malformed("RTP payload of AC-3", packet.payloadLength() + " bytes", "3 and more");
            }
            byte[] data = packet.data();
            boolean piece = (data[at - 2] & 3) != 0;
            if (buffer.size() > 0 && (!piece || joined != packet.timestamp())) {
                drop();
            }
            if (!piece) {
                give(data, at, length, packet.timestamp(), out);
                return;
            }
            boolean begins = data[at] == 0x0B && length > 1 && data[at + 1] == 0x77; // the sync word; inside it may stand too
            if (buffer.size() == 0 && !begins) {
                return;
            }
            if (buffer.size() + length > MOST_BYTES) {
                throw MediaFormatException.malformed("RTP payload of AC-3", buffer.size() + length + " bytes", "up to "
                        + MOST_BYTES);
            }
            joined = packet.timestamp();
            buffer.append(data, at, length);
            if (packet.marker()) {
                giveBuffer(packet.timestamp(), out);
            }
        }
    }
}
