package arcly.api.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads one configuration. A value that is wrong is not taken: the one in force stays, and {@link #problems()} says file, key, value and
 * what is allowed; whoever reads puts that into its log. Values come as text from files and as anything from other sources of Config
 * Admin. A key that is not set has its default. Not thread-safe.
 */
public final class ConfigurationValues {
    private final String file;
    private final Map<String, ?> values;
    private final List<String> problems = new ArrayList<>();

    private ConfigurationValues(String file, Map<String, ?> values) {
        this.file = file;
        this.values = values;
    }

    /** @param pid whose values these are; names the file that a person would edit, if they do not say which they came from */
    public static ConfigurationValues of(String pid, Map<String, ?> values) {
        return new ConfigurationValues(fileOf(pid, values), values);
    }

    /** @param where they come from, as a person would look for it */
    public static ConfigurationValues from(String where, Map<String, ?> values) {
        return new ConfigurationValues(Objects.requireNonNull(where, "where"), values);
    }

    /** The file that a person would edit: the one that File Install read it from, else where it would be. */
    public static String fileOf(String pid, Map<String, ?> values) {
        Object name = values.get("felix.fileinstall.filename");
        if (name == null) {
            return "etc/" + pid + ".cfg";
        }
        String path = name.toString();
        int etc = path.lastIndexOf("etc/");
        return etc >= 0 ? path.substring(etc) : path;
    }

    /** One sentence for each value that was not taken so far. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public long number(String key, long least, long most, long byDefault, long inForce) {
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
        refuse(key, value, least + " to " + most, inForce);
        return inForce;
    }

    /** As {@link #number(String, long, long, long, long)}, for limits that fit. */
    public int number(String key, int least, int most, int byDefault, int inForce) {
        return (int) number(key, (long) least, most, byDefault, inForce);
    }

    /** A number of milliseconds. */
    public Duration millis(String key, long least, long most, long byDefault, Duration inForce) {
        return Duration.ofMillis(number(key, least, most, byDefault, inForce.toMillis()));
    }

    /** A number of seconds. */
    public Duration seconds(String key, long least, long most, long byDefault, Duration inForce) {
        return Duration.ofSeconds(number(key, least, most, byDefault, inForce.toSeconds()));
    }

    public boolean flag(String key, boolean byDefault, boolean inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        String text = value.toString().trim().toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        refuse(key, value, "true and false", inForce);
        return inForce;
    }

    /**
     * @param pattern of the whole text
     * @param allowed the same for people
     */
    public String text(String key, String pattern, String allowed, String byDefault, String inForce) {
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
    public String secret(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString().trim();
    }

    /** A constant's name, in any case. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault, E inForce) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value.toString().trim())) {
                return constant;
            }
        }
        refuse(key, value, Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), inForce.name().toLowerCase(Locale.ROOT));
        return inForce;
    }

    /** A list, or text with commas, in its order and without repetition. */
    public List<String> words(String key, List<String> byDefault) {
        Object value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        Collection<?> parts = value instanceof Collection<?> many ? many
                : Arrays.asList(value instanceof Object[] array ? array : value.toString().split(","));
        return parts.stream().map(part -> part.toString().trim()).filter(part -> !part.isEmpty()).distinct().toList();
    }

    /** As {@link #words(String, List)}, but an empty list is wrong. */
    public List<String> words(String key, List<String> byDefault, List<String> inForce) {
        List<String> words = words(key, byDefault);
        if (words.isEmpty()) {
            refuse(key, values.get(key), "one or more, separated by commas", inForce);
            return inForce;
        }
        return words;
    }

    /** Notes a value that only its reader can tell to be wrong. */
    public void refuse(String key, Object value, String allowed, Object inForce) {
        String stays = inForce == null ? "" : "; " + inForce + " stays in force";
        problems.add(file + ": " + key + "=" + value + " is refused; allowed are " + allowed + stays);
    }
}
