package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code a=fmtp} says of a format (RFC 8866, 6.15): names and values, as nearly all payload formats write them. Names are
 * kept in lower case, as RFC 6184 and others compare them; of a name given twice the first counts. Immutable; equal by value.
 */
public final class FormatParameters {
    public static final FormatParameters NONE = new FormatParameters(Map.of());
    /** H.265 has 20 of them (RFC 7798, 7.1), AAC as many; no format has more. */
    public static final int MOST_PARAMETERS = 64;

    private final Map<String, String> values;

    private FormatParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code name=value; name=value}. A name without a value has an empty one.
     *
     * @throws MediaFormatException if there are too many
     */
    public static FormatParameters read(String text) throws MediaFormatException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(";", MOST_PARAMETERS + 2)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                values.putIfAbsent(name, equals < 0 ? "" : part.substring(equals + 1).strip());
            }
        }
        if (values.size() > MOST_PARAMETERS) {
            throw MediaFormatException.malformed("fmtp", "more parameters", "up to " + MOST_PARAMETERS);
        }
        return new FormatParameters(values);
    }

    /** These and another one, which takes the place of one with the same name. */
    public FormatParameters with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new FormatParameters(more);
    }

    /** The value of that name, however it is cased. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The number of that name; {@code otherwise} if there is none, or something else than 0 to 2^31 - 1. */
    public int integer(String name, int otherwise) {
        String value = values.get(name.toLowerCase(Locale.ROOT));
        return value == null || !value.matches("[0-9]{1,9}") ? otherwise : Integer.parseInt(value);
    }

    /** All, in order; immutable. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormatParameters parameters && parameters.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** As it stands after {@code a=fmtp:96}. */
    @Override
    public String toString() {
        return values.entrySet().stream().map(each -> each.getValue().isEmpty() ? each.getKey() : each.getKey() + "="
                + each.getValue()).collect(Collectors.joining("; "));
    }
}
