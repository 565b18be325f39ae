package arcly.rtmp.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, within bounds, and never at the same moment as all the
 * others that one remote has lost.
 */
record Backoff(Duration least, Duration most) {
    private static final int MOST_DOUBLINGS = 30; // further ones would leave every bound behind
    private static final double JITTER = 0.2;

    /** @param failed attempts so far, 1 or more */
    Duration after(long failed, RandomGenerator random) {
        long doubled = least.toMillis() << Math.min(MOST_DOUBLINGS, Math.max(0, failed - 1));
        double jittered = Math.min(doubled, most.toMillis()) * (1 - JITTER + 2 * JITTER * random.nextDouble());
        return Duration.ofMillis(Math.min(most.toMillis(), Math.max(least.toMillis(), (long) jittered)));
    }
}
