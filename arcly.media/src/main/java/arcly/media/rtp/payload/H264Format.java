package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.H264Assembler;
import arcly.media.h264.NalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** H.264 (RFC 6184), packetization modes 0 and 1; arcly sends mode 1. */
final class H264Format extends PayloadFormat {
    private static final String ENCODING = "H264";
    private static final int CLOCK_RATE = 90_000;
    private static final int MOST_SETS = 64;

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        Track template = Track.of(id, Codec.H264).build();
        List<Payload> sps = new ArrayList<>();
        List<Payload> pps = new ArrayList<>();
        for (Payload set : Sprop.read(format.parameters().get("sprop-parameter-sets").orElse(""), MOST_SETS)) {
            int type = set.byteAt(0) & 0x1F;
            if (type == NalType.SPS) {
                sps.add(set);
            } else if (type == NalType.PPS) {
                pps.add(set);
            }
        }
        if (sps.isEmpty() || pps.isEmpty()) {
            return template;
        }
        try {
            byte[] avcC = AvcConfiguration.of(4, sps, pps, List.of()).write().toByteArray();
            H264Assembler assembler = new H264Assembler(template);
            assembler.configure(avcC, 0, avcC.length);
            return assembler.track() == null ? template : assembler.track();
        } catch (MediaFormatException unreadable) {
            return template; // the stream brings them too, or the decoder will not be able to
        }
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        int mode = format.parameters().integer("packetization-mode", 0);
        if (mode > 1) {
            throw MediaFormatException.unsupported("fmtp of H264, packetization-mode", mode, "0 and 1");
        }
        return new H264Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        if (!track.codec().equals(Codec.H264)) {
            return Optional.empty();
        }
        FormatParameters parameters = FormatParameters.NONE.with("packetization-mode", "1");
        if (!track.configuration().isEmpty()) {
            AvcConfiguration avcC = AvcConfiguration.read(track.configuration());
            List<Payload> sets = new ArrayList<>(avcC.sps());
            sets.addAll(avcC.pps());
            Payload sps = avcC.sps().get(0);
            parameters = parameters
                    .with("profile-level-id", String.format("%02x%02x%02x", sps.byteAt(1), sps.byteAt(2), sps.byteAt(3)))
                    .with("sprop-parameter-sets", Sprop.write(sets));
        }
        return Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, 1, parameters));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new H264Packetiser(rules, format.parameters().integer("packetization-mode", 0) == 1);
    }
}
