package arcly.media.flv;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Which speaker each channel of an audio track is for (E-RTMP v2, AudioPacketType.MultichannelConfig):
 *
 * <pre>
 * order 8 | channels 8 [| speaker 8 for each channel, if the order is custom] [| mask 32, if it is native]
 * </pre>
 *
 * <p>Immutable; equal by value. In arcly it stands in the track's properties.
 */
public final class MultichannelConfig {
    /** Nothing but the number of channels is known. */
    public static final int UNSPECIFIED = 0;
    /** Channels are in the order of the mask's bits, lowest first. */
    public static final int NATIVE = 1;
    /** A speaker for each channel. */
    public static final int CUSTOM = 2;

    /** The mask of native order: bit 0 is front left, and so on. */
    public static final TrackProperty<Long> MASK = TrackProperty.of("channels.mask", Long.class);
    /** A byte for each channel, the number of its speaker; 0xfe is an unused channel, 0xff an unknown one. */
    public static final TrackProperty<Payload> SPEAKERS = TrackProperty.of("channels.speakers", Payload.class);

    private static final String WHAT = "E-RTMP multichannel configuration";

    private final int order;
    private final int channels;
    private final long mask;
    private final Payload speakers;

    private MultichannelConfig(int order, int channels, long mask, Payload speakers) {
        this.order = order;
        this.channels = channels;
        this.mask = mask;
        this.speakers = speakers;
    }

    /** What the track's properties say; empty if they say nothing. */
    public static Optional<MultichannelConfig> of(Track track) {
        Optional<Payload> custom = track.property(SPEAKERS);
        if (custom.isPresent()) {
            return Optional.of(new MultichannelConfig(CUSTOM, custom.get().size(), 0, custom.get()));
        }
        return track.property(MASK).map(mask -> new MultichannelConfig(NATIVE, Long.bitCount(mask), mask, Payload.EMPTY));
    }

    /**
     * Reads the payload of a {@link MediaPacketType#CHANNELS} packet.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static MultichannelConfig read(byte[] data, int offset, int length) throws MediaFormatException {
        FourCc.need(WHAT, length, 2);
        int order = data[offset] & 0xFF;
        int channels = data[offset + 1] & 0xFF;
        switch (order) {
            case UNSPECIFIED:
                return new MultichannelConfig(order, channels, 0, Payload.EMPTY);
            case NATIVE:
                FourCc.need(WHAT, length, 6);
                long mask = 0;
                for (int i = 2; i < 6; i++) {
                    mask = mask << 8 | data[offset + i] & 0xFF;
                }
                return new MultichannelConfig(order, channels, mask, Payload.EMPTY);
            case CUSTOM:
                FourCc.need(WHAT, length, 2 + channels);
                return new MultichannelConfig(order, channels, 0,
                        Payload.wrap(Arrays.copyOfRange(data, offset + 2, offset + 2 + channels)));
            default:
                throw MediaFormatException.unsupported(WHAT + ", order", order, "0, 1, 2");
        }
    }

    public void write(ByteBuf out) {
        out.writeByte(order).writeByte(channels);
        if (order == NATIVE) {
            out.writeInt((int) mask);
        }
        out.writeBytes(speakers.view());
    }

    /** The track with these properties, and their number of channels if it has none of its own. */
    public Track applyTo(Track track) {
        Track.Builder builder = track.toBuilder();
        if (order == NATIVE) {
            builder.property(MASK, mask);
        } else if (order == CUSTOM && channels > 0) {
            builder.property(SPEAKERS, speakers);
        }
        return (track.channels() == 0 ? builder.channels(channels) : builder).build();
    }

    /** {@link #UNSPECIFIED}, {@link #NATIVE}, {@link #CUSTOM}. */
    public int order() {
        return order;
    }

    /** 0 to 255. */
    public int channels() {
        return channels;
    }

    /** 32 bits; 0 unless the order is native. */
    public long mask() {
        return mask;
    }

    /** A byte for each channel; empty unless the order is custom. */
    public Payload speakers() {
        return speakers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultichannelConfig config && config.order == order && config.channels == channels
                && config.mask == mask && config.speakers.equals(speakers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(order, channels, mask, speakers);
    }

    @Override
    public String toString() {
        return channels + " channels" + switch (order) {
            case NATIVE -> String.format(", mask 0x%x", mask);
            case CUSTOM -> ", each with its speaker";
            default -> "";
        };
    }
}
