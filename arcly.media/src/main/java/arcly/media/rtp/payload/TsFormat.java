package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * MPEG-TS (RFC 2250, 2): whole transport packets, several in a payload. A unit is such a payload, in a track of the codec "mp2t":
 * what is in it a demultiplexer has to say.
 */
final class TsFormat extends PayloadFormat {
    static final Codec MP2T = Codec.of("mp2t", TrackKind.DATA);

    private static final String ENCODING = "MP2T";
    private static final int STATIC_TYPE = 33;
    private static final int CLOCK_RATE = 90_000;
    private static final int PACKET_LENGTH = 188;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, MP2T).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new PlainDepacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        return track.codec().equals(MP2T)
                ? Optional.of(RtpFormat.of(STATIC_TYPE, ENCODING, CLOCK_RATE, 1, FormatParameters.NONE)) : Optional.empty();
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new TsPacketiser(rules);
    }

    /** Seven transport packets in 1,316 bytes, as everybody has it, or as many as fit. */
    private static final class TsPacketiser implements Packetiser {
        private final PieceRules rules;

        TsPacketiser(PieceRules rules) {
            this.rules = rules;
        }

        @Override
        public void cut(Frame frame, ByteBuf out, PieceSink pieces) {
            PieceWriter writer = new PieceWriter(out, pieces, rules);
            ByteBuffer rest = frame.payload().view();
            int most = Math.max(1, rules.mostBytes() / PACKET_LENGTH) * PACKET_LENGTH;
            while (rest.hasRemaining()) {
                writer.begin();
                writer.copy(rest, Math.min(most, rest.remaining()));
                writer.end(false);
            }
        }
    }
}
