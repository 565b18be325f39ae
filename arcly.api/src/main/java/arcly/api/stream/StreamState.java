package arcly.api.stream;

/**
 * The life of a stream. The transition table, also walked through by a test of arcly.core:
 *
 * <pre>
 *                  first frame    publisher lost    same or allowed publisher    grace over, closed, idle
 *   STARTING       PUBLISHING     ENDED             -                            ENDED
 *   PUBLISHING     -              SUSPENDED         PUBLISHING (takeover)        ENDED
 *   SUSPENDED      -              -                 PUBLISHING (resume)          ENDED
 *   ENDED          -              -                 (a new stream is made)       -
 * </pre>
 *
 * A publisher that says goodbye ({@link Publication#close}) ends the stream without a grace. May grow: keep a default branch.
 */
public enum StreamState {
    /** Claimed by a publisher, no frame yet. */
    STARTING,
    PUBLISHING,
    /** The publisher is lost and may come back within the grace; viewers stay. */
    SUSPENDED,
    ENDED
}
