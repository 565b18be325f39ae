package arcly.core.application;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads one configuration. A value that is wrong is not taken: the one in force stays, and what was wrong is said with file, key,
 * value and what is allowed. Values come as text from files and as anything from other sources of Config Admin.
 */
final class Values {
    private final String file;
    private final Map<String, ?> values;
    private final List<String> problems = new ArrayList<>();

    Values(String file, Map<String, ?> values) {
        this.file = file;
        this.values = values;
    }

    /** The file that a person would edit: the one it was read from, else where it would be. */
    static String fileOf(String pid, Map<String, ?> values) {
        Object name = values.get("felix.fileinstall.filename");
        if (name == null) {
            return "etc/" + pid + ".cfg";
        }
        String path = name.toString();
        int etc = path.lastIndexOf("etc/");
        return etc >= 0 ? path.substring(etc) : path;
    }

    /** One sentence for each value that was not taken. */
    List<String> problems() {
        return problems;
    }

    long number(String key, long least, long most, long byDefault, long inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        try {
            long number = value instanceof Number given ? given.longValue() : Long.parseLong(value.toString().trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is out of range
        }
        refuse(key, value, "allowed are " + least + " to " + most, inForce);
        return inForce;
    }

    String text(String key, String pattern, String allowed, String byDefault, String inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        String text = value.toString().trim();
        if (text.matches(pattern)) {
            return text;
        }
        refuse(key, value, allowed, inForce);
        return inForce;
    }

    /** As it stands; empty if it is not set. Never shown. */
    String secret(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString().trim();
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault, E inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value.toString().trim())) {
                return constant;
            }
        }
        refuse(key, value, "allowed are " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
                inForce.name().toLowerCase(Locale.ROOT));
        return inForce;
    }

    /** A list, or text with commas. */
    Set<String> words(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Set.of();
        }
        Collection<?> parts = value instanceof Collection<?> many ? many
                : Arrays.asList(value instanceof Object[] array ? array : value.toString().split(","));
        Set<String> words = new LinkedHashSet<>();
        parts.forEach(part -> words.add(part.toString().trim()));
        words.remove("");
        return Set.copyOf(words);
    }

    private void refuse(String key, Object value, String allowed, Object inForce) {
        String stays = inForce == null ? "" : "; " + inForce + " stays in force";
        problems.add(file + ": " + key + "=" + value + " is refused; " + allowed + stays);
    }
}
