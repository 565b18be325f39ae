package arcly.core.session;

import java.util.HashMap;
import java.util.Map;

/** What is known of a client besides, within limits. Any thread. */
final class Attributes {
    private static final int MOST = 32;
    /** Characters of name and value together. */
    private static final int LONGEST = 1024;

    private final Map<String, String> values = new HashMap<>();

    /** @param value null removes; what is too much is ignored */
    synchronized void put(String name, String value) {
        if (value == null) {
            values.remove(name);
        } else if (name.length() + value.length() <= LONGEST && (values.size() < MOST || values.containsKey(name))) {
            values.put(name, value);
        }
    }

    /** Null if there is none. */
    synchronized String get(String name) {
        return values.get(name);
    }

    synchronized Map<String, String> all() {
        return Map.copyOf(values);
    }
}
