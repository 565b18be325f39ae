package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** VP8 (RFC 7741). Pictures are sent without numbers: what is cut once and shared has none. */
final class Vp8Format extends PayloadFormat {
    private static final String ENCODING = "VP8";
    private static final int CLOCK_RATE = 90_000;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, Codec.VP8).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new Vp8Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        return track.codec().equals(Codec.VP8)
                ? Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, 1, FormatParameters.NONE)) : Optional.empty();
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new Vp8Packetiser(rules);
    }

    private static final class Vp8Packetiser extends FramePacketiser {
        private static final int START = 0x10;         // S
        private static final int NOT_REFERENCED = 0x20; // N

        Vp8Packetiser(PieceRules rules) {
            super(rules);
        }

        @Override
        int headLength() {
            return 1;
        }

        @Override
        void writeHead(Frame frame, int at, int length, ByteBuf out) {
            out.writeByte((at == 0 ? START : 0) | (frame.isDiscardable() ? NOT_REFERENCED : 0));
        }
    }
}
