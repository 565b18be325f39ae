package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** VP9 (RFC 9628), not flexible. Pictures are sent whole and without numbers: what is cut once and shared has none. */
final class Vp9Format extends PayloadFormat {
    private static final String ENCODING = "VP9";
    private static final int CLOCK_RATE = 90_000;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, Codec.VP9).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new Vp9Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        if (!track.codec().equals(Codec.VP9)) {
            return Optional.empty();
        }
        FormatParameters parameters = track.configuration().isEmpty() ? FormatParameters.NONE // its first byte is the profile
                : FormatParameters.NONE.with("profile-id", Integer.toString(track.configuration().byteAt(0)));
        return Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, 1, parameters));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new Vp9Packetiser(rules);
    }

    private static final class Vp9Packetiser extends FramePacketiser {
        private static final int PREDICTED = 0x40; // P
        private static final int BEGIN = 0x08;     // B
        private static final int END = 0x04;       // E

        Vp9Packetiser(PieceRules rules) {
            super(rules);
        }

        @Override
        int headLength() {
            return 1;
        }

        @Override
        void writeHead(Frame frame, int at, int length, ByteBuf out) {
            out.writeByte((frame.isKey() ? 0 : PREDICTED) | (at == 0 ? BEGIN : 0)
                    | (at + length == frame.payload().size() ? END : 0));
        }
    }
}
