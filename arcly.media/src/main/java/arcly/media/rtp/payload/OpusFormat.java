package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.media.opus.OpusHead;
import java.util.Optional;

/** Opus (RFC 7587): always 48 kHz and two channels by its rtpmap, whatever is inside. Up to two channels; more have no RFC. */
final class OpusFormat extends PayloadFormat {
    static final int CLOCK_RATE = 48_000;

    private static final String ENCODING = "opus";
    private static final int RTPMAP_CHANNELS = 2;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        // A decoder told of two channels plays one as well; told of one it loses the other. So two, unless it is said.
        int channels = format.parameters().integer("sprop-stereo", 1) == 0 ? 1 : RTPMAP_CHANNELS;
        return OpusHead.of(channels, 0).track(Track.of(id, Codec.OPUS).build());
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new PlainDepacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        if (!track.codec().equals(Codec.OPUS) || track.channels() > RTPMAP_CHANNELS) {
            return Optional.empty();
        }
        FormatParameters parameters = FormatParameters.read(track.channels() == 1 ? "sprop-stereo=0"
                : "sprop-stereo=1; stereo=1");
        return Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, RTPMAP_CHANNELS, parameters));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new WholePacketiser(rules);
    }
}
