package arcly.api.relay;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** How one relay stands at one moment: one stream and one remote address. Immutable; made by whoever relays. */
public final class RelayStatus {

    /** May grow: keep a default branch. */
    public enum Direction {
        /** A local stream goes to another server. */
        PUSH,
        /** Another server's stream becomes a local one. */
        PULL
    }

    private final String name;
    private final Direction direction;
    private final String stream;
    private final String remote;
    private final RelayState state;
    private final Instant since;
    private final long attempts;
    private final Instant nextAttempt; // null: none is planned
    private final String lastError;
    private final long bytes;
    private final long lag;
    private final long skipped;

    private RelayStatus(Builder from) {
        name = from.name;
        direction = from.direction;
        stream = from.stream;
        remote = from.remote;
        state = from.state;
        since = from.since;
        attempts = from.attempts;
        nextAttempt = from.nextAttempt;
        lastError = from.lastError;
        bytes = from.bytes;
        lag = from.lag;
        skipped = from.skipped;
    }

    /**
     * @param name the PID of the configuration that asks for it: {@code arcly.rtmp.push~cdn}
     * @param stream {@code APPLICATION/NAME}; the pattern of a relay that waits for any such stream
     * @param remote address without user, password, key or query: whoever lists relays may show it to anybody
     */
    public static Builder of(String name, Direction direction, String stream, String remote) {
        return new Builder(name, direction, stream, remote);
    }

    public String name() {
        return name;
    }

    public Direction direction() {
        return direction;
    }

    public String stream() {
        return stream;
    }

    public String remote() {
        return remote;
    }

    public RelayState state() {
        return state;
    }

    /** When it came to this state. */
    public Instant since() {
        return since;
    }

    /** Attempts to connect since frames flowed last; 0 while they do at the first attempt. */
    public long attempts() {
        return attempts;
    }

    /** Empty if none is planned. */
    public Optional<Instant> nextAttempt() {
        return Optional.ofNullable(nextAttempt);
    }

    /** What went wrong last, for people and without secrets; empty if nothing did. */
    public String lastError() {
        return lastError;
    }

    /** Bytes of media relayed over the present connection. */
    public long bytes() {
        return bytes;
    }

    /** Nanoseconds of media that a push is behind the live edge; 0 for pulls. */
    public long lag() {
        return lag;
    }

    /** Frames that a push was moved past over the present connection, because the remote was too slow; 0 for pulls. */
    public long skipped() {
        return skipped;
    }

    @Override
    public String toString() {
        return direction + " " + name + " " + stream + " " + remote + " " + state
                + (lastError.isEmpty() ? "" : " (" + lastError + ")");
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Direction direction;
        private final String stream;
        private final String remote;
        private RelayState state = RelayState.WAITING;
        private Instant since = Instant.EPOCH;
        private long attempts;
        private Instant nextAttempt;
        private String lastError = "";
        private long bytes;
        private long lag;
        private long skipped;

        private Builder(String name, Direction direction, String stream, String remote) {
            this.name = Objects.requireNonNull(name, "name");
            this.direction = Objects.requireNonNull(direction, "direction");
            this.stream = Objects.requireNonNull(stream, "stream");
            this.remote = Objects.requireNonNull(remote, "remote");
        }

        public Builder state(RelayState now, Instant from) {
            state = Objects.requireNonNull(now, "state");
            since = Objects.requireNonNull(from, "since");
            return this;
        }

        /** @param next null if none is planned */
        public Builder attempts(long made, Instant next) {
            attempts = made;
            nextAttempt = next;
            return this;
        }

        public Builder lastError(String text) {
            lastError = Objects.requireNonNull(text, "last error");
            return this;
        }

        public Builder figures(long bytesRelayed, long lagNanos, long framesSkipped) {
            bytes = bytesRelayed;
            lag = lagNanos;
            skipped = framesSkipped;
            return this;
        }

        public RelayStatus build() {
            return new RelayStatus(this);
        }
    }
}
