package arcly.api.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Something by which a client proves who it is. A policy that knows a secret asks whether the proof was made from it; what was sent is
 * never shown in a text.
 */
public final class Proof {

    /** May grow: keep a default branch. */
    public enum Kind {
        /** The secret itself, with or without a user name: a stream key, a password. */
        PLAIN,
        /** A token that speaks for itself: RFC 6750. */
        BEARER,
        /** An answer to a challenge: RFC 7616 and RTSP's older form. */
        DIGEST,
        /** A client certificate that TLS has checked. */
        CERTIFICATE,
        /** SRT's passphrase exchange. */
        SRT
    }

    /** Compares what a client sent with what it would have sent if it knew the secret. Must not throw for any secret. */
    @FunctionalInterface
    @org.osgi.annotation.versioning.ConsumerType
    public interface Check {

        boolean matches(String secret);
    }

    private final Kind kind;
    private final String user;
    private final String token;
    private final Check check;

    private Proof(Kind kind, String user, String token, Check check) {
        this.kind = kind;
        this.user = Objects.requireNonNull(user, "user");
        this.token = token;
        this.check = check;
    }

    /** @param user empty if there is none */
    public static Proof plain(String user, String secret) {
        return new Proof(Kind.PLAIN, user, null, sent(secret));
    }

    public static Proof bearer(String token) {
        return new Proof(Kind.BEARER, "", token, sent(token));
    }

    /** A proof whose check only the protocol can do. */
    public static Proof of(Kind kind, String user, Check check) {
        return new Proof(kind, user, null, Objects.requireNonNull(check, "check"));
    }

    public Kind kind() {
        return kind;
    }

    /** Empty if there is none. */
    public String user() {
        return user;
    }

    /** The token of a BEARER proof, for policies that read it (JWT); null otherwise. */
    public String token() {
        return token;
    }

    /** True if the proof was made from this secret. Takes the same time wherever the two differ. */
    public boolean verify(String secret) {
        return check.matches(secret);
    }

    @Override
    public String toString() {
        return kind + (user.isEmpty() ? "" : " of " + user);
    }

    private static Check sent(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return secret -> MessageDigest.isEqual(bytes, secret.getBytes(StandardCharsets.UTF_8));
    }
}
