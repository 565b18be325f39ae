package arcly.api.stream;

import java.util.Objects;

/** Something that was asked of the kernel cannot be: why, for a program ({@link #reason()}) and for people (the message). */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** May grow: keep a default branch. */
    public enum Reason {
        /** Somebody else publishes there. */
        BUSY,
        /** No such application or stream. */
        NOT_FOUND,
        /** A policy refused, or none allowed. */
        DENIED,
        /** A limit is reached; the message names it. */
        LIMIT,
        /** What was asked is not well-formed. */
        MALFORMED,
        UNSUPPORTED,
        /** No answer within the deadline. */
        TIMEOUT,
        /** What was asked about has ended. */
        GONE,
        /** The asker took the question back. */
        CANCELLED
    }

    private final Reason reason;

    public StreamException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
