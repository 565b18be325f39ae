package arcly.api.access;

import arcly.api.stream.StreamKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a policy says. Immutable; each {@code with...} method returns a changed copy. */
public final class Decision {

    /** May grow: keep a default branch. */
    public enum Kind { ALLOW, DENY, ABSTAIN }

    private static final Decision ALLOW = new Decision(Kind.ALLOW, "", null, null, 0, Map.of());
    private static final Decision ABSTAIN = new Decision(Kind.ABSTAIN, "", null, null, 0, Map.of());

    private final Kind kind;
    private final String text;
    private final StreamKey stream;
    private final Instant until;
    private final long bitrateLimit;
    private final Map<String, String> attributes;

    private Decision(Kind kind, String text, StreamKey stream, Instant until, long bitrateLimit, Map<String, String> attributes) {
        this.kind = kind;
        this.text = text;
        this.stream = stream;
        this.until = until;
        this.bitrateLimit = bitrateLimit;
        this.attributes = attributes;
    }

    public static Decision allow() {
        return ALLOW;
    }

    /** @param text why, for the log and the client; never a secret */
    public static Decision deny(String text) {
        return new Decision(Kind.DENY, Objects.requireNonNull(text, "text"), null, null, 0, Map.of());
    }

    public static Decision abstain() {
        return ABSTAIN;
    }

    /** Allowed, but under another key: a secret name becomes a public one. */
    public Decision withStream(StreamKey renamed) {
        return new Decision(kind, text, renamed, until, bitrateLimit, attributes);
    }

    /** Allowed until then; the session is closed after it. */
    public Decision withEnd(Instant end) {
        return new Decision(kind, text, stream, end, bitrateLimit, attributes);
    }

    /** Bits per second that a publisher may send on average over ten seconds; 0 for no limit. */
    public Decision withBitrateLimit(long bitsPerSecond) {
        return new Decision(kind, text, stream, until, bitsPerSecond, attributes);
    }

    /** Something for the session's attributes: a user's name, a tenant. */
    public Decision withAttribute(String name, String value) {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(name, value);
        return new Decision(kind, text, stream, until, bitrateLimit, Map.copyOf(more));
    }

    public Kind kind() {
        return kind;
    }

    /** Empty unless denied. */
    public String text() {
        return text;
    }

    /** Empty: as asked for. */
    public Optional<StreamKey> stream() {
        return Optional.ofNullable(stream);
    }

    /** Empty: for ever. */
    public Optional<Instant> end() {
        return Optional.ofNullable(until);
    }

    public long bitrateLimit() {
        return bitrateLimit;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return kind + (text.isEmpty() ? "" : ": " + text) + (stream == null ? "" : " as " + stream);
    }
}
