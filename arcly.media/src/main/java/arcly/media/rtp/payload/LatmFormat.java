package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import java.util.HexFormat;
import java.util.Optional;

/** AAC in LATM (RFC 6416), read only: what can read this reads mpeg4-generic too, and that is sent. */
final class LatmFormat extends PayloadFormat {
    private static final String ENCODING = "MP4A-LATM";

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        Track template = Track.of(id, Codec.AAC).sampleRate(format.clockRate()).channels(format.channels()).build();
        return config(format).map(config -> config.config().track(template)).orElse(template);
    }

    private static Optional<LatmConfig> config(RtpFormat format) {
        try {
            byte[] config = HexFormat.of().parseHex(format.parameters().get("config").orElse(""));
            return config.length == 0 ? Optional.empty()
                    : Optional.of(LatmConfig.read(new BitReader("StreamMuxConfig", config), config, 0));
        } catch (IllegalArgumentException | MediaFormatException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        boolean inBand = format.parameters().integer("cpresent", 1) != 0; // 7.3: 1 if it is not said
        return new LatmDepacketiser(inBand, format.clockRate(), config(format).orElse(null));
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        return Optional.empty();
    }
}
