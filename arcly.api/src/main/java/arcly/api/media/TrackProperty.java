package arcly.api.media;

import java.util.Objects;
import java.util.Set;

/**
 * The typed name of something that only some tracks have. Open: anybody may make one.
 *
 * <p>Values are JDK types or {@link Payload}, so that no class of a replaceable bundle ever stands in a stream. Two properties
 * are equal if name and type are.
 */
public final class TrackProperty<T> {
    private static final Set<Class<?>> ALLOWED = // first: the constants below are checked against it
            Set.of(String.class, Integer.class, Long.class, Double.class, Boolean.class, Payload.class);

    /** Clockwise, degrees: 0, 90, 180, 270. */
    public static final TrackProperty<Integer> ROTATION = of("rotation", Integer.class);
    /** Samples that a decoder throws away at the start (encoder delay). */
    public static final TrackProperty<Integer> PRIMING = of("priming", Integer.class);
    /** What the track is for: {@code main}, {@code alternate}, {@code commentary}, {@code caption} ... */
    public static final TrackProperty<String> ROLE = of("role", String.class);
    /** A name for people. */
    public static final TrackProperty<String> LABEL = of("label", String.class);
    /** ISO/IEC 23091-2 colour primaries. */
    public static final TrackProperty<Integer> COLOUR_PRIMARIES = of("colour.primaries", Integer.class);
    /** ISO/IEC 23091-2 transfer characteristics. */
    public static final TrackProperty<Integer> COLOUR_TRANSFER = of("colour.transfer", Integer.class);
    /** ISO/IEC 23091-2 matrix coefficients. */
    public static final TrackProperty<Integer> COLOUR_MATRIX = of("colour.matrix", Integer.class);
    /** True for full range samples. */
    public static final TrackProperty<Boolean> COLOUR_FULL_RANGE = of("colour.fullrange", Boolean.class);
    /**
     * The display that HDR pictures were mastered on: 24 bytes, the body of ISO/IEC 14496-12's MasteringDisplayColourVolumeBox
     * ('mdcv'); zeros where it is not known.
     */
    public static final TrackProperty<Payload> MASTERING_DISPLAY = of("mastering.display", Payload.class);
    /** How light HDR pictures are: 4 bytes, the body of ISO/IEC 14496-12's ContentLightLevelBox ('clli'). */
    public static final TrackProperty<Payload> CONTENT_LIGHT = of("content.light", Payload.class);
    /** Most frames that stand before another in decode order and after it in output order. */
    public static final TrackProperty<Integer> REORDER_DEPTH = of("reorder.depth", Integer.class);

    private final String name;
    private final Class<T> type;

    private TrackProperty(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** @throws IllegalArgumentException if the type is none of String, Integer, Long, Double, Boolean, Payload */
    public static <T> TrackProperty<T> of(String name, Class<T> type) {
        Objects.requireNonNull(name, "name");
        if (!ALLOWED.contains(type)) {
            throw new IllegalArgumentException("property '" + name + "' of type " + type.getName() + "; allowed are " + ALLOWED);
        }
        return new TrackProperty<>(name, type);
    }

    public String name() {
        return name;
    }

    public Class<T> type() {
        return type;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrackProperty<?> property && property.name.equals(name) && property.type == type;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
