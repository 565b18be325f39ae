package arcly.transport.fanout;

import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/**
 * What bounds the fan-out of one loop.
 *
 * @param cacheBytes shared wire bytes held for viewers to come, over all streams of the loop
 * @param cacheAge how long wire bytes are held at most, also those of the newest group of pictures
 * @param writeBytes how much is gathered for one write before the viewer's connection is asked again whether it is writable
 * @param roundBytes how much one viewer is given before the next has its turn
 */
public record FanOutLimits(long cacheBytes, Duration cacheAge, int writeBytes, int roundBytes) {

    private static final long LEAST_CACHE = 8 << 20;

    /**
     * 64 MiB hold the newest two seconds of a hundred streams of 2 Mbit/s; what does not fit is encoded for each joiner. 30 s are
     * longer than any group of pictures that a live encoder is usefully set to. 128 KiB is one write of a key frame, and half
     * the default high watermark; 512 KiB is a group of pictures of 2 s at 2 Mbit/s.
     */
    public static final FanOutLimits DEFAULT = new FanOutLimits(64 << 20, Duration.ofSeconds(30), 128 << 10, 512 << 10);

    /** The default, but all loops together hold no more than a quarter of what the process may have in direct memory. */
    public static FanOutLimits forLoops(int count) {
        long share = PlatformDependent.maxDirectMemory() / 4 / count;
        return new FanOutLimits(Math.max(LEAST_CACHE, Math.min(DEFAULT.cacheBytes, share)), DEFAULT.cacheAge, DEFAULT.writeBytes,
                DEFAULT.roundBytes);
    }
}
