package arcly.http;

import arcly.http.message.HttpLimits;
import java.time.Duration;

/**
 * What connections and requests go by; the configuration as read at one moment.
 *
 * @param bodyBytes the longest request body that is taken, whatever its route allows
 * @param headerTimeout from the first byte of a head to its last
 * @param bodyTimeout from when a body is wanted to its end
 * @param answerTimeout how long a route may think
 * @param replyTimeout within which a client must have taken something of its reply
 * @param keepAliveTimeout between two requests
 * @param handoverTimeout how long a request waits for a route that left
 * @param gzipBytes text from this length on is compressed for those who take it
 * @param cacheBytes of shared bodies in wire form, on each loop
 */
public record HttpSettings(HttpLimits limits, int bodyBytes, Duration headerTimeout, Duration bodyTimeout, Duration answerTimeout,
        Duration replyTimeout, Duration keepAliveTimeout, Duration handoverTimeout, int gzipBytes, int cacheBytes) {
    public static final int LINE_BYTES = 8192;
    public static final int HEADER_BYTES = 32_768;
    public static final int BODY_BYTES = 1 << 20;
    public static final int HEADER_TIMEOUT_MILLIS = 10_000;
    public static final int BODY_TIMEOUT_MILLIS = 30_000;
    public static final int ANSWER_TIMEOUT_MILLIS = 60_000;
    public static final int REPLY_TIMEOUT_MILLIS = 30_000;
    public static final int KEEP_ALIVE_TIMEOUT_MILLIS = 75_000;
    public static final int HANDOVER_TIMEOUT_SECONDS = 10;
    public static final int GZIP_BYTES = 1024;
    public static final int CACHE_BYTES = 32 << 20;

    public static final HttpSettings DEFAULT = new HttpSettings(new HttpLimits(LINE_BYTES, HEADER_BYTES), BODY_BYTES,
            Duration.ofMillis(HEADER_TIMEOUT_MILLIS), Duration.ofMillis(BODY_TIMEOUT_MILLIS),
            Duration.ofMillis(ANSWER_TIMEOUT_MILLIS), Duration.ofMillis(REPLY_TIMEOUT_MILLIS),
            Duration.ofMillis(KEEP_ALIVE_TIMEOUT_MILLIS),
            Duration.ofSeconds(HANDOVER_TIMEOUT_SECONDS), GZIP_BYTES, CACHE_BYTES);
}
