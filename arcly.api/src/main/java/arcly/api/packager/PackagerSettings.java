package arcly.api.packager;

import java.util.Map;
import java.util.Optional;

/**
 * Settings in force for one stream: those of the factory configuration of the packager's PID whose {@code applies} pattern ({@code live/*},
 * {@code *}) matches it most closely. Immutable, equal by value.
 */
public final class PackagerSettings {
    private static final PackagerSettings NONE = new PackagerSettings(Map.of());

    private final Map<String, String> values;

    private PackagerSettings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static PackagerSettings of(Map<String, String> values) {
        return values.isEmpty() ? NONE : new PackagerSettings(values);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Map<String, String> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackagerSettings settings && settings.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
