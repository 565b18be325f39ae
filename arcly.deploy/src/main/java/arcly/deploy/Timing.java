package arcly.deploy;

import java.time.Duration;

/**
 * How long arcly.deploy waits for what. Values are checked where they are read.
 *
 * @param activate for a bundle to be up
 * @param stop for a bundle to stop
 * @param drain for connections to say goodbye
 * @param settle for a file to be unchanged before it is read
 * @param poll between two looks at the folder when no event comes
 */
record Timing(Duration activate, Duration stop, Duration drain, Duration settle, Duration poll) {
    /** As {@link DeployConfig} has it. */
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(3),
            Duration.ofMillis(500), Duration.ofSeconds(2));

    private static final int SHORTEST_LOOK_MILLIS = 20;
    private static final int LONGEST_LOOK_MILLIS = 250;

    /** @throws IllegalArgumentException with key, value and allowed range */
    static Timing of(DeployConfig config) {
        return new Timing(
                Duration.ofSeconds(in("activate.timeout", config.activate_timeout(), 1, 600, "s")),
                Duration.ofSeconds(in("stop.timeout", config.stop_timeout(), 1, 600, "s")),
                Duration.ofSeconds(in("drain.timeout", config.drain_timeout(), 0, 600, "s")),
                Duration.ofMillis(in("settle", config.settle(), 50, 60_000, "ms")),
                Duration.ofMillis(in("poll", config.poll(), 100, 60_000, "ms")));
    }

    /** Between two looks at the folder while a file there is changing. */
    Duration look() {
        return Duration.ofMillis(Math.max(SHORTEST_LOOK_MILLIS, Math.min(LONGEST_LOOK_MILLIS, settle.toMillis() / 4)));
    }

    private static long in(String key, int value, int least, int most, String unit) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "arcly.deploy: " + key + " = " + value + " " + unit + "; allowed is " + least + " to " + most + " " + unit);
        }
        return value;
    }
}
