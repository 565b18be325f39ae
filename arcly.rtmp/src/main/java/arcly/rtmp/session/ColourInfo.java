package arcly.rtmp.session;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.Amf0Reader;
import arcly.rtmp.amf.Amf0Writer;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The colours of a video track, with what HDR needs (E-RTMP v2, "Metadata Frame"): {@code "colorInfo"} and an object in AMF0. In
 * arcly it stands in the track's properties.
 *
 * <p>Immutable.
 */
final class ColourInfo {
    /** Bits of a colour channel. */
    static final TrackProperty<Integer> BIT_DEPTH = TrackProperty.of("colour.bitdepth", Integer.class);

    private static final String NAME = "colorInfo";
    private static final Set<TrackProperty<?>> PROPERTIES = Set.of(BIT_DEPTH, TrackProperty.COLOUR_PRIMARIES,
            TrackProperty.COLOUR_TRANSFER, TrackProperty.COLOUR_MATRIX, TrackProperty.MASTERING_DISPLAY,
            TrackProperty.CONTENT_LIGHT);
    private static final int LARGEST_CODE = 255; // of H.273

    // hdrMdcv: in the order of the box, which is that of the SEI message: green, blue, red
    private static final List<String> CHROMATICITIES =
            List.of("greenX", "greenY", "blueX", "blueY", "redX", "redY", "whitePointX", "whitePointY");
    private static final int CHROMATICITY_STEPS = 50_000; // of the box, for 1 in the object
    private static final int LUMINANCE_STEPS = 10_000;    // of the box, for 1 cd/m2 in the object
    private static final int MASTERING_BYTES = 24;
    private static final int LIGHT_BYTES = 4;

    private final Map<?, ?> info; // names and values as in the object; empty: the colours are those of the bitstream

    private ColourInfo(Map<?, ?> info) {
        this.info = info;
    }

    /**
     * Reads the payload of a metadata packet; other names in it say nothing.
     *
     * @throws MediaFormatException if it is no AMF
     */
    static ColourInfo read(byte[] data, int offset, int length, AmfLimits limits) throws MediaFormatException {
        List<Object> values;
        try {
            values = new Amf0Reader(Unpooled.wrappedBuffer(data, offset, length), limits).readAll();
        } catch (RtmpException broken) {
            throw MediaFormatException.malformed("RTMP video metadata", broken.getMessage(), "names and values in AMF0");
        }
        int at = values.indexOf(NAME);
        return new ColourInfo(at < 0 || at + 1 == values.size() ? Map.of() : entries(values.get(at + 1)));
    }

    private static Map<?, ?> entries(Object value) {
        return value instanceof AmfObject object ? object.properties()
                : value instanceof EcmaArray array ? array.entries() : Map.of();
    }

    /** The track with these colours in place of what it had; its bitstream may know them better. */
    Track applyTo(Track track) {
        Track.Builder builder = Track.of(track.id(), track.codec()).configuration(track.configuration())
                .size(track.width(), track.height()).frameRate(track.frameRate()).language(track.language());
        track.properties().forEach((property, value) -> {
            if (!PROPERTIES.contains(property)) {
                keep(builder, property, value);
            }
        });
        Map<?, ?> config = entries(info.get("colorConfig"));
        code(builder, BIT_DEPTH, config.get("bitDepth"));
        code(builder, TrackProperty.COLOUR_PRIMARIES, config.get("colorPrimaries"));
        code(builder, TrackProperty.COLOUR_TRANSFER, config.get("transferCharacteristics"));
        code(builder, TrackProperty.COLOUR_MATRIX, config.get("matrixCoefficients"));
        Map<?, ?> mastering = entries(info.get("hdrMdcv"));
        if (!mastering.isEmpty()) {
            builder.property(TrackProperty.MASTERING_DISPLAY, masteringDisplay(mastering));
        }
        Map<?, ?> light = entries(info.get("hdrCll"));
        if (!light.isEmpty()) {
            byte[] box = ByteBuffer.allocate(LIGHT_BYTES).putShort((short) scaled(light.get("maxCLL"), 1, 0xFFFF))
                    .putShort((short) scaled(light.get("maxFall"), 1, 0xFFFF)).array();
            builder.property(TrackProperty.CONTENT_LIGHT, Payload.wrap(box));
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked") // the value came out of a track, which checked it
    private static <T> void keep(Track.Builder builder, TrackProperty<T> property, Object value) {
        builder.property(property, (T) value);
    }

    private static void code(Track.Builder builder, TrackProperty<Integer> property, Object value) {
        if (value instanceof Double code && code >= 0 && code <= LARGEST_CODE) {
            builder.property(property, code.intValue());
        }
    }

    private static Payload masteringDisplay(Map<?, ?> mastering) {
        ByteBuffer box = ByteBuffer.allocate(MASTERING_BYTES);
        CHROMATICITIES.forEach(name -> box.putShort((short) scaled(mastering.get(name), CHROMATICITY_STEPS, 0xFFFF)));
        box.putInt((int) scaled(mastering.get("maxLuminance"), LUMINANCE_STEPS, 0xFFFF_FFFFL));
        box.putInt((int) scaled(mastering.get("minLuminance"), LUMINANCE_STEPS, 0xFFFF_FFFFL));
        return Payload.wrap(box.array());
    }

    private static long scaled(Object value, int steps, long most) {
        return value instanceof Double number ? Math.max(0, Math.min(most, Math.round(number * steps))) : 0;
    }

    /** What the track's properties say; empty if they say nothing. */
    static Optional<ColourInfo> of(Track track) {
        AmfObject config = new AmfObject();
        number(config, "bitDepth", track.property(BIT_DEPTH));
        number(config, "colorPrimaries", track.property(TrackProperty.COLOUR_PRIMARIES));
        number(config, "transferCharacteristics", track.property(TrackProperty.COLOUR_TRANSFER));
        number(config, "matrixCoefficients", track.property(TrackProperty.COLOUR_MATRIX));
        AmfObject info = new AmfObject();
        if (!config.properties().isEmpty()) {
            info.with("colorConfig", config);
        }
        track.property(TrackProperty.CONTENT_LIGHT).filter(box -> box.size() == LIGHT_BYTES).ifPresent(box ->
                info.with("hdrCll", new AmfObject().with("maxFall", (double) box.view().getChar(2))
                        .with("maxCLL", (double) box.view().getChar(0))));
        track.property(TrackProperty.MASTERING_DISPLAY).filter(box -> box.size() == MASTERING_BYTES)
                .ifPresent(box -> info.with("hdrMdcv", mastering(box.view())));
        return info.properties().isEmpty() ? Optional.empty() : Optional.of(new ColourInfo(info.properties()));
    }

    private static void number(AmfObject object, String name, Optional<Integer> value) {
        value.ifPresent(number -> object.with(name, (double) number));
    }

    private static AmfObject mastering(ByteBuffer box) {
        AmfObject mastering = new AmfObject();
        CHROMATICITIES.forEach(name -> mastering.with(name, (double) box.getChar() / CHROMATICITY_STEPS));
        return mastering.with("maxLuminance", (double) (box.getInt() & 0xFFFF_FFFFL) / LUMINANCE_STEPS)
                .with("minLuminance", (double) (box.getInt() & 0xFFFF_FFFFL) / LUMINANCE_STEPS);
    }

    /** Appends the payload of a metadata packet. */
    void write(ByteBuf out) {
        Amf0Writer.write(out, NAME);
        Amf0Writer.write(out, info);
    }
}
