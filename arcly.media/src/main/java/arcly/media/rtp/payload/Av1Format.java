package arcly.media.rtp.payload;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import java.util.Optional;

/** AV1 (RTP Payload Format For AV1). */
final class Av1Format extends PayloadFormat {
    private static final String ENCODING = "AV1";
    private static final int CLOCK_RATE = 90_000;
    private static final int RECORD_LENGTH = 4; // av1C before its OBUs

    @Override
    boolean reads(RtpFormat format) {
        return format.isEncoding(ENCODING);
    }

    @Override
    Track track(RtpFormat format, int id) {
        return Track.of(id, Codec.AV1).build();
    }

    @Override
    Depacketiser depacketiser(RtpFormat format) {
        return new Av1Depacketiser();
    }

    @Override
    Optional<RtpFormat> format(Track track, int payloadType) {
        return track.codec().equals(Codec.AV1)
                ? Optional.of(RtpFormat.of(payloadType, ENCODING, CLOCK_RATE, 1, parameters(track.configuration())))
                : Optional.empty();
    }

    /** 7.2.1: as av1C has them (marker and version 8, seq_profile 3, seq_level_idx_0 5, seq_tier_0 1). */
    private static FormatParameters parameters(Payload av1C) {
        if (av1C.size() < RECORD_LENGTH) {
            return FormatParameters.NONE;
        }
        return FormatParameters.NONE.with("profile", Integer.toString(av1C.byteAt(1) >> 5 & 7))
                .with("level-idx", Integer.toString(av1C.byteAt(1) & 0x1F))
                .with("tier", Integer.toString(av1C.byteAt(2) >> 7 & 1));
    }

    @Override
    Packetiser packetiser(RtpFormat format, PieceRules rules) {
        return new Av1Packetiser(rules);
    }
}
