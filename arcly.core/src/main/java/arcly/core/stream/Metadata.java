package arcly.core.stream;

import arcly.api.media.Payload;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values kept for whoever joins. Written by one thread at a time, read by any. */
final class Metadata {
    static final int MOST_NAMES = 64;
    /** What all values may weigh together: onMetaData of any encoder is below 4 KiB. */
    static final int MOST_WEIGHT = 64 << 10;
    static final int DEEPEST = 8;
    private static final int LONGEST_NAME = 256;

    private volatile Map<String, Object> values = Map.of();
    private volatile long version;

    Map<String, Object> values() {
        return values;
    }

    long version() {
        return version;
    }

    /**
     * @param value null removes
     * @return false if nothing changed
     * @throws StreamException MALFORMED for what is no value, LIMIT for what is too much
     */
    boolean put(String name, Object value) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new StreamException(Reason.MALFORMED, "a metadata name of " + name.length() + " characters; 1 to "
                    + LONGEST_NAME + " are allowed");
        }
        Object copy = value == null ? null : copyOf(value, 1);
        Map<String, Object> changed = new LinkedHashMap<>(values);
        if (copy == null) {
            changed.remove(name);
        } else {
            changed.put(name, copy);
        }
        if (changed.equals(values)) {
            return false;
        }
        if (changed.size() > MOST_NAMES) {
            throw new StreamException(Reason.LIMIT, "metadata '" + name + "' is one too many; " + MOST_NAMES
                    + " names are allowed");
        }
        long weight = weight(changed);
        if (weight > MOST_WEIGHT) {
            throw new StreamException(Reason.LIMIT, "metadata '" + name + "' makes " + weight + " bytes; " + MOST_WEIGHT
                    + " are allowed");
        }
        values = Collections.unmodifiableMap(changed);
        version = version + 1;
        return true;
    }

    /** A deep copy that nobody can change and that holds JDK classes and payloads only. */
    private static Object copyOf(Object value, int depth) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double
                || value instanceof Payload) {
            return value;
        }
        if (depth > DEEPEST) {
            throw new StreamException(Reason.MALFORMED, "metadata is nested deeper than " + DEEPEST);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object element : list) {
                copy.add(copyOf(notNull(element), depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> {
                if (!(key instanceof String)) {
                    throw new StreamException(Reason.MALFORMED, "metadata has a map whose keys are not Strings");
                }
                copy.put((String) key, copyOf(notNull(element), depth + 1));
            });
            return Collections.unmodifiableMap(copy);
        }
        throw new StreamException(Reason.MALFORMED, "metadata of type " + value.getClass().getName()
                + "; String, Boolean, Long, Double, Payload, List and Map are allowed");
    }

    private static Object notNull(Object element) {
        if (element == null) {
            throw new StreamException(Reason.MALFORMED, "metadata has a null inside");
        }
        return element;
    }

    private static long weight(Object value) {
        if (value instanceof String text) {
            return 8 + text.length();
        }
        if (value instanceof Payload payload) {
            return 8 + payload.size();
        }
        long weight = 8;
        if (value instanceof List<?> list) {
            for (Object element : list) {
                weight += weight(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                weight += weight(entry.getKey()) + weight(entry.getValue());
            }
        }
        return weight;
    }
}
