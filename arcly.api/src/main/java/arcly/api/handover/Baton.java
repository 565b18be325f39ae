package arcly.api.handover;

import java.util.Objects;

/**
 * State that one generation of a bundle leaves to the next: a kind, a version of that kind's form, and bytes. JDK types only, so that
 * nothing of the old generation's classes lives on in it. Immutable.
 *
 * <p>A bundle may leave the same state in several versions; its successor takes the highest that it knows, and refuses cleanly if it
 * knows none. A bundle goes on writing the previous release's version for one minor release.
 */
public final class Baton {
    /** One connection's state: unfinished messages and counters, not media; larger is a fault of the bundle. */
    public static final int LARGEST = 32 << 20;

    private final String kind;
    private final int version;
    private final byte[] bytes;

    private Baton(String kind, int version, byte[] bytes) {
        this.kind = kind;
        this.version = version;
        this.bytes = bytes;
    }

    /**
     * @param kind what the state is of: {@code rtmp.connection}
     * @param bytes copied
     * @throws IllegalArgumentException if the version is below 1 or the bytes are more than {@link #LARGEST}
     */
    public static Baton of(String kind, int version, byte[] bytes) {
        Objects.requireNonNull(kind, "kind");
        if (version < 1) {
            throw new IllegalArgumentException("baton '" + kind + "' has version " + version + "; 1 and above are allowed");
        }
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("baton '" + kind + "' has " + bytes.length + " bytes; at most " + LARGEST
                    + " are allowed");
        }
        return new Baton(kind, version, bytes.clone());
    }

    public String kind() {
        return kind;
    }

    public int version() {
        return version;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return kind + " v" + version + " (" + bytes.length + " bytes)";
    }
}
