package arcly.api.relay;

/** Where a relay is. May grow: keep a default branch. */
public enum RelayState {
    /** There is nothing to do: no local stream to push, or nobody who wants the stream that would be pulled. */
    WAITING,
    /** On its way to the first frame: name, connection, handshake, commands. */
    CONNECTING,
    /** Frames flow. */
    RUNNING,
    /** Frames flow, but the remote takes less than the stream has: some are skipped. */
    SLOW,
    /** No connection came about: unknown name, refused, timed out. */
    UNREACHABLE,
    /** The remote answered, and said no: wrong key, no such stream, somebody else publishes there. */
    REFUSED,
    /** There was a connection, and it broke or fell silent. */
    LOST,
    /** The remote sent what its protocol does not allow. */
    BROKEN,
    /** What is configured cannot work: the relay would feed itself. Not tried again before the configuration changes. */
    MISCONFIGURED;

    /** Nothing flows although it should: the relay tries again. */
    public boolean isTrouble() {
        return switch (this) {
            case UNREACHABLE, REFUSED, LOST, BROKEN, MISCONFIGURED -> true;
            default -> false;
        };
    }
}
