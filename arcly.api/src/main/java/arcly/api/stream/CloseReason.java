package arcly.api.stream;

import java.util.Objects;

/**
 * Why something ended: a code for programs and a sentence for people. Codes are lower case words joined by dots; the ones arcly
 * itself uses are constants here, a bundle may add its own.
 */
public final class CloseReason {
    /** The client said goodbye or closed. */
    public static final CloseReason LEFT = of("client.left", "the client left");
    /** The connection broke, or fell silent for too long. */
    public static final CloseReason LOST = of("client.lost", "the connection was lost");
    /** The client broke its protocol. */
    public static final CloseReason PROTOCOL = of("protocol.error", "the client broke the protocol");
    /** An operator closed it. */
    public static final CloseReason KICKED = of("kicked", "closed by an operator");
    /** A newcomer took the stream over. */
    public static final CloseReason REPLACED = of("replaced", "another publisher took over");
    /** A viewer was too slow for too long. */
    public static final CloseReason EVICTED = of("evicted", "too slow for too long");
    /** The stream came to its end. */
    public static final CloseReason ENDED = of("stream.ended", "the stream ended");
    /** The publisher did not come back within the grace. */
    public static final CloseReason GRACE_OVER = of("grace.over", "the publisher did not come back in time");
    /** The bundle that served it is gone and none took its place. */
    public static final CloseReason PROVIDER_GONE = of("provider.gone", "the bundle that served it is gone");
    /** The server, or this part of it, is being stopped. */
    public static final CloseReason SHUTDOWN = of("shutdown", "the server is stopping");
    /** Nobody watched an on-demand source, or a publisher sent nothing. */
    public static final CloseReason IDLE = of("idle", "idle for too long");

    private final String code;
    private final String text;

    private CloseReason(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /** @throws IllegalArgumentException if the code has other characters than {@code a-z 0-9 . -} */
    public static CloseReason of(String code, String text) {
        if (!code.matches("[a-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("close reason code '" + code + "'; allowed are 1 to 64 of a-z 0-9 . -");
        }
        return new CloseReason(code, Objects.requireNonNull(text, "text"));
    }

    /** The same code with a sentence that says more. */
    public CloseReason because(String sentence) {
        return new CloseReason(code, sentence);
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }

    /** By code only: the sentence is for people. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CloseReason reason && reason.code.equals(code);
    }

    @Override
    public int hashCode() {
        return code.hashCode();
    }

    @Override
    public String toString() {
        return code + " (" + text + ")";
    }
}
