package arcly.transport;

import java.util.Optional;

/** Whose endpoints and connections are drained. Immutable. */
public final class DrainScope {
    private static final DrainScope ALL = new DrainScope(null);

    private final String symbolicName;

    private DrainScope(String symbolicName) {
        this.symbolicName = symbolicName;
    }

    public static DrainScope all() {
        return ALL;
    }

    /** Those that a bundle of this symbolic name serves, or has parked. */
    public static DrainScope of(String symbolicName) {
        return new DrainScope(symbolicName);
    }

    /** Empty: all. */
    public Optional<String> symbolicName() {
        return Optional.ofNullable(symbolicName);
    }

    @Override
    public String toString() {
        return symbolicName == null ? "all" : symbolicName;
    }
}
