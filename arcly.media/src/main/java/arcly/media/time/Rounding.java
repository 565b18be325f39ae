package arcly.media.time;

/** Where a time goes that lies between two ticks. None depends on the sign, so a moved timeline rounds alike. */
public enum Rounding {
    /** To the tick before (towards minus infinity). */
    DOWN,
    /** To the nearest tick; from the middle to the later one. */
    NEAREST,
    /** To the tick after (towards plus infinity). */
    UP
}
