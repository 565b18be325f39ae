package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Samples without frames (RFC 3551, 4.5): G.711, G.722, whose clock is 8 kHz though its rate is 16 (4.5.2), and L16, big-endian
 * on the wire as in arcly.
 */
final class SampleFormat extends PayloadFormat {
    private static final int EIGHT_KHZ = 8_000;
    private static final int G722_RATE = 16_000;

    @Override
    boolean reads(RtpFormat format) {
        return codec(format) != null;
    }

    private static Codec codec(RtpFormat format) {
        return format.isEncoding("PCMU") ? Codec.G711U : format.isEncoding("PCMA") ? Codec.G711A
                : format.isEncoding("G722") ? Codec.G722 : format.isEncoding("L16") ? Codec.L16 : null;
    }

    @Override
    Track track(RtpFormat format, int id) {
        Codec codec = codec(format);
        int rate = codec.equals(Codec.G722) ? G722_RATE : format.clockRate();
        return Track.of(id, codec).sampleRate(rate).channels(format.channels()).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new PlainDepacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        String encoding = encoding(track.codec());
        if (encoding == null || track.sampleRate() == 0) {
            return Optional.empty();
        }
        int clockRate = encoding.equals("G722") ? EIGHT_KHZ : track.sampleRate();
        int channels = Math.max(1, track.channels());
        int type = staticType(encoding, clockRate, channels, payloadType);
        return Optional.of(RtpFormat.of(type, encoding, clockRate, channels, FormatParameters.NONE));
    }

    private static String encoding(Codec codec) {
        return switch (codec.name()) {
            case "g711u" -> "PCMU";
            case "g711a" -> "PCMA";
            case "g722" -> "G722";
            case "l16" -> "L16";
            default -> null;
        };
    }

    /** RFC 3551, table 4. */
    private static int staticType(String encoding, int clockRate, int channels, int otherwise) {
        boolean mono8 = clockRate == EIGHT_KHZ && channels == 1;
        return switch (encoding) {
            case "PCMU" -> mono8 ? 0 : otherwise;
            case "PCMA" -> mono8 ? 8 : otherwise;
            case "G722" -> mono8 ? 9 : otherwise;
            default -> clockRate != 44_100 || channels > 2 ? otherwise : channels == 2 ? 10 : 11;
        };
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new SamplePacketiser(rules, (format.isEncoding("L16") ? 2 : 1) * format.channels());
    }

    /** Cuts between samples; each piece has its own time. */
    private static final class SamplePacketiser implements Packetiser {
        private final PieceRules rules;
        private final int bytesOfTick;

        SamplePacketiser(PieceRules rules, int bytesOfTick) {
            this.rules = rules;
            this.bytesOfTick = bytesOfTick;
        }

        @Override
        public void cut(Frame frame, ByteBuf out, PieceSink pieces) {
            PieceWriter writer = new PieceWriter(out, pieces, rules);
            ByteBuffer rest = frame.payload().view();
            int most = Math.max(1, rules.mostBytes() / bytesOfTick) * bytesOfTick;
            while (rest.hasRemaining()) {
                int ticks = rest.position() / bytesOfTick;
                writer.begin();
                writer.copy(rest, Math.min(most, rest.remaining()));
                writer.end(false, ticks);
            }
        }
    }
}
