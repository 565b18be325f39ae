package arcly.media.rtp.payload;

import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/** One payload format: which RTP formats and tracks are its own, and what reads and writes them. Has no state. */
abstract class PayloadFormat {
    /** All that arcly knows; each says of itself what it serves. */
    static final List<PayloadFormat> ALL = List.of(new H264Format(), new H265Format(), new Av1Format(), new Vp8Format(),
            new Vp9Format(), new AacFormat(), new LatmFormat(), new OpusFormat(), new SampleFormat(),
            new MpaFormat(), new Ac3Format(), new TsFormat());

    /** The one that reads this; empty if none does. */
    static Optional<PayloadFormat> of(RtpFormat format) {
        return ALL.stream().filter(each -> each.reads(format)).findFirst();
    }

    abstract boolean reads(RtpFormat format);

    abstract Track track(RtpFormat format, int id);

    abstract Depacketiser depacketiser(RtpFormat format);

    /** How the track is sent; empty if it is not this format's. */
    abstract Optional<RtpFormat> format(Track track, int payloadType);

    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        throw MediaFormatException.unsupported("RTP format", format + " to be written", "reading only");
    }
}
