package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.aac.AudioSpecificConfig;
import io.netty.buffer.ByteBuf;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** AAC as mpeg4-generic (RFC 3640): modes AAC-hbr, AAC-lbr and whatever other widths its parameters say; arcly sends AAC-hbr. */
final class AacFormat extends PayloadFormat {
    private static final String ENCODING = "mpeg4-generic";
    private static final int USUAL_SAMPLES = 1024;
    private static final int SIZE_BITS = 13;
    private static final int INDEX_BITS = 3;

    @Override
    boolean reads(RtpFormat format) {
        String mode = format.parameters().get("mode").orElse("").toLowerCase(Locale.ROOT);
        return format.isEncoding(ENCODING) && !mode.startsWith("celp");
    }

    @Override
    Track track(RtpFormat format, int id) {
        Track template = Track.of(id, Codec.AAC).sampleRate(format.clockRate()).channels(format.channels()).build();
        return config(format).map(config -> config.track(template)).orElse(template);
    }

    /** The configuration; empty if there is none that can be read. Without one no AAC can be decoded. */
    static Optional<AudioSpecificConfig> config(RtpFormat format) {
        try {
            byte[] config = HexFormat.of().parseHex(format.parameters().get("config").orElse("").replace("\"", ""));
            return Optional.of(AudioSpecificConfig.read(config, 0, config.length));
        } catch (IllegalArgumentException | MediaFormatException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        int samples = config(format).filter(config -> config.samplesPerFrame() > 0)
                .map(config -> (int) ((long) config.samplesPerFrame() * format.clockRate() / config.samplingFrequency()))
                .orElse(USUAL_SAMPLES);
        return new AacDepacketiser(AacFields.of(format.parameters(), samples));
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        if (!track.codec().equals(Codec.AAC) || track.configuration().isEmpty()) {
            return Optional.empty();
        }
        AudioSpecificConfig config = AudioSpecificConfig.read(track.configuration());
        FormatParameters parameters = FormatParameters.read("profile-level-id=1; mode=AAC-hbr; sizelength=13; indexlength=3; "
                + "indexdeltalength=3; config=" + hex(config.write()));
        return Optional.of(RtpFormat.of(payloadType, ENCODING, config.outputFrequency(), Math.max(1, config.channels()),
                parameters));
    }

    private static String hex(Payload config) {
        return HexFormat.of().formatHex(config.toByteArray());
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new AacPacketiser(rules);
    }

    /** One access unit, or a piece of it, in a packet (3.3.6). */
    private static final class AacPacketiser extends FramePacketiser {
        AacPacketiser(PieceRules rules) {
            super(rules);
        }

        @Override
        int headLength() {
            return 4;
        }

        @Override
        void writeHead(Frame frame, int at, int length, ByteBuf out) {
            int size = frame.payload().size();
            if (size >> SIZE_BITS != 0) {
                throw MediaFormatException.unsupported("AAC frame for RTP", size + " bytes", "up to " + ((1 << SIZE_BITS) - 1));
            }
            out.writeShort(SIZE_BITS + INDEX_BITS).writeShort(size << INDEX_BITS);
        }
    }
}
