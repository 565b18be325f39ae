package arcly.media.rtp.payload;

import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.time.Timebase;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How one RTP stream is coded: what {@code m=}, {@code a=rtpmap} and {@code a=fmtp} say of a payload type, or RFC 3551 of a
 * static one. Immutable; equal by value.
 */
public final class RtpFormat {
    /** The first of the payload types that a session gives out itself (RFC 3551, 3). */
    public static final int FIRST_DYNAMIC = 96;
    public static final int LARGEST_TYPE = 127;

    private static final int LARGEST_CLOCK = 1_000_000; // the highest registered is 384,000 (DSD aside, which nobody serves)
    private static final int MOST_CHANNELS = 255;

    private final int payloadType;
    private final String encoding;
    private final int clockRate;
    private final int channels;
    private final FormatParameters parameters;

    private RtpFormat(int payloadType, String encoding, int clockRate, int channels, FormatParameters parameters) {
        this.payloadType = payloadType;
        this.encoding = encoding;
        this.clockRate = clockRate;
        this.channels = channels;
        this.parameters = parameters;
    }

    /**
     * @param payloadType 0 to 127
     * @param encoding as registered, however cased
     * @param clockRate ticks a second, 1 to 1,000,000
     * @param channels 1 for video
     * @throws MediaFormatException if a number is out of its range
     */
    public static RtpFormat of(int payloadType, String encoding, int clockRate, int channels, FormatParameters parameters)
            throws MediaFormatException {
        if (payloadType < 0 || payloadType > LARGEST_TYPE || clockRate < 1 || clockRate > LARGEST_CLOCK || channels < 1
                || channels > MOST_CHANNELS) {
            throw MediaFormatException.malformed("RTP format " + encoding,
                    "payload type " + payloadType + ", clock rate " + clockRate + ", " + channels + " channels",
                    "0 to 127, 1 to " + LARGEST_CLOCK + ", 1 to " + MOST_CHANNELS);
        }
        return new RtpFormat(payloadType, encoding, clockRate, channels, parameters);
    }

    /** What RFC 3551, tables 4 and 5, say of a payload type that nobody described; empty for those that arcly does not serve. */
    public static Optional<RtpFormat> ofStatic(int payloadType) {
        return Optional.ofNullable(switch (payloadType) {
            case 0 -> of(0, "PCMU", 8_000, 1, FormatParameters.NONE);
            case 8 -> of(8, "PCMA", 8_000, 1, FormatParameters.NONE);
            case 9 -> of(9, "G722", 8_000, 1, FormatParameters.NONE);
            case 10 -> of(10, "L16", 44_100, 2, FormatParameters.NONE);
            case 11 -> of(11, "L16", 44_100, 1, FormatParameters.NONE);
            case 14 -> of(14, "MPA", 90_000, 1, FormatParameters.NONE);
            case 33 -> of(33, "MP2T", 90_000, 1, FormatParameters.NONE);
            default -> null;
        });
    }

    /**
     * How arcly sends that track; with its decoder configuration, as far as the format has a place for it.
     *
     * @param payloadType for formats that have no static one: {@link #FIRST_DYNAMIC} to 127
     * @return empty if RTP has no form for it, or arcly does not write it
     */
    public static Optional<RtpFormat> of(Track track, int payloadType) {
        return PayloadFormat.ALL.stream().flatMap(each -> each.format(track, payloadType).stream()).findFirst();
    }

    /** True if arcly reads it. */
    public boolean isServed() {
        return PayloadFormat.of(this).isPresent();
    }

    /**
     * The track that comes in this format, with what is known before the first packet. A configuration that cannot be read counts
     * as absent: most come in the stream too.
     *
     * @throws MediaFormatException if arcly does not read this format, or not in this mode
     */
    public Track track(int id) throws MediaFormatException {
        return served().track(this, id);
    }

    /** @throws MediaFormatException if arcly does not read this format, or not in this mode */
    public Depacketiser depacketiser() throws MediaFormatException {
        return served().depacketiser(this);
    }

    /**
     * One for frames of the track that this format was made of, also once it has another configuration.
     *
     * @throws MediaFormatException if arcly does not write this format
     */
    public Packetiser packetiser(PieceRules rules) throws MediaFormatException {
        return served().packetiser(this, rules);
    }

    private PayloadFormat served() {
        return PayloadFormat.of(this).orElseThrow(() -> MediaFormatException.unsupported("RTP format", this,
                "H264, H265, AV1, VP8, VP9, mpeg4-generic, MP4A-LATM, opus, PCMA, PCMU, G722, L16, MPA, ac3, eac3, MP2T"));
    }

    /** The RTP timestamp of a time on the stream's timeline; only its low 32 bits go on the wire. */
    public long ticks(long nanos) {
        return Timebase.of(clockRate).fromNanos(nanos);
    }

    public int payloadType() {
        return payloadType;
    }

    /** As it was written. */
    public String encoding() {
        return encoding;
    }

    boolean isEncoding(String name) {
        return encoding.equalsIgnoreCase(name);
    }

    /** Ticks a second of the timestamps: not always the sample rate (G.722, MPA). */
    public int clockRate() {
        return clockRate;
    }

    /** 1 if not said. */
    public int channels() {
        return channels;
    }

    public FormatParameters parameters() {
        return parameters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RtpFormat format && format.payloadType == payloadType && format.isEncoding(encoding)
                && format.clockRate == clockRate && format.channels == channels && format.parameters.equals(parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(payloadType, encoding.toLowerCase(Locale.ROOT), clockRate, channels, parameters);
    }

    @Override
    public String toString() {
        return encoding + "/" + clockRate + (channels == 1 ? "" : "/" + channels) + " (" + payloadType + ")";
    }
}
