package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.hevc.HevcAssembler;
import arcly.media.hevc.HevcConfiguration;
import java.util.List;
import java.util.Optional;

/** H.265 (RFC 7798) in one RTP stream and in decoding order. */
final class H265Format extends PayloadFormat {
    private static final String ENCODING = "H265";
    private static final String ENCODING_OF_SOME = "HEVC"; // ONVIF's Media2 and some encoders call it so
    private static final int CLOCK_RATE = 90_000;
    private static final int MOST_SETS = 16; // of a kind: VPS and SPS have as many ids

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING) || format.isEncoding(ENCODING_OF_SOME);
    }

    @Override
    Track track(RtpFormat format, int id) {
        Track template = Track.of(id, Codec.HEVC).build();
        List<Payload> vps = sets(format, "sprop-vps");
        List<Payload> sps = sets(format, "sprop-sps");
        List<Payload> pps = sets(format, "sprop-pps");
        if (vps.isEmpty() || sps.isEmpty() || pps.isEmpty()) {
            return template;
        }
        try {
            byte[] hvcC = HevcConfiguration.of(4, vps, sps, pps, List.of()).write().toByteArray();
            HevcAssembler assembler = new HevcAssembler(template, 4);
            assembler.configure(hvcC, 0, hvcC.length);
            return assembler.track() == null ? template : assembler.track();
        } catch (MediaFormatException unreadable) {
            return template; // the stream brings them too, or the decoder will not be able to
        }
    }

    private static List<Payload> sets(RtpFormat format, String name) {
        return Sprop.read(format.parameters().get(name).orElse(""), MOST_SETS);
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        int difference = format.parameters().integer("sprop-max-don-diff", 0);
        String mode = format.parameters().get("tx-mode").orElse("SRST");
        if (difference > 0 || !mode.equalsIgnoreCase("SRST")) {
            throw MediaFormatException.unsupported("fmtp of H265", "tx-mode " + mode + ", sprop-max-don-diff " + difference,
                    "SRST and 0 (NAL units in decoding order, without DONL)");
        }
        return new H265Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        if (!track.codec().equals(Codec.HEVC)) {
            return Optional.empty();
        }
        FormatParameters parameters = FormatParameters.NONE;
        if (!track.configuration().isEmpty()) {
            HevcConfiguration hvcC = HevcConfiguration.read(track.configuration());
            parameters = parameters.with("sprop-vps", Sprop.write(hvcC.vps())).with("sprop-sps", Sprop.write(hvcC.sps()))
                    .with("sprop-pps", Sprop.write(hvcC.pps()));
        }
        return Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, 1, parameters));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new H265Packetiser(rules);
    }
}
