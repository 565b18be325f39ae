package arcly.media.srtp;

/** A master key and its salt, for one direction. Never written to logs: {@link #toString} tells the profile only. Immutable. */
public final class SrtpKeys {
    private final SrtpProfile profile;
    private final byte[] key;
    private final byte[] salt;

    private SrtpKeys(SrtpProfile profile, byte[] key, byte[] salt) {
        this.profile = profile;
        this.key = key;
        this.salt = salt;
    }

    /** @throws IllegalArgumentException if key or salt have not the lengths that the profile asks for */
    public static SrtpKeys of(SrtpProfile profile, byte[] key, byte[] salt) {
        if (key.length != profile.keyLength() || salt.length != profile.saltLength()) {
            throw new IllegalArgumentException(profile + " with a key of " + key.length + " and a salt of " + salt.length
                    + " bytes; allowed are " + profile.keyLength() + " and " + profile.saltLength());
        }
        return new SrtpKeys(profile, key.clone(), salt.clone());
    }

    public SrtpProfile profile() {
        return profile;
    }

    /** A fresh array. */
    public byte[] key() {
        return key.clone();
    }

    /** A fresh array. */
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public String toString() {
        return "keys for " + profile;
    }
}
