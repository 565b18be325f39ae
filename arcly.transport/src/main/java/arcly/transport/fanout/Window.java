package arcly.transport.fanout;

/**
 * When a group's frames go out: together, with the last one that is due within the window. The window opens with the first frame
 * that came after a flush, and what is in it goes out at its end at the latest, or as soon as no other frame is due before that:
 * waiting would save no write then. So a stream whose frames lie further apart than the window waits for nothing.
 *
 * <p>A flush takes its time, too. What it takes beyond a quarter of the window is taken off the window, up to half of it, so that
 * the last of many viewers is not served much later than the first. Nanoseconds of the loop's clock.
 */
final class Window {
    private static final long CLOSED = Long.MIN_VALUE;

    private final long length;
    private final LoopLoad load;
    private final Cadence cadence = new Cadence();
    private long end = CLOSED;
    private long flushTime;

    Window(long length, LoopLoad load) {
        this.length = length;
        this.load = load;
    }

    void arrived(int track, long dts, long now) {
        cadence.arrived(track, dts, now);
    }

    /**
     * How long to wait with the flush; zero or less: not any longer. Opens the window.
     *
     * @param blind nobody tells what arrives, so the end is waited for
     */
    long left(long now, boolean blind) {
        if (length == 0) {
            return 0;
        }
        if (end == CLOSED) {
            long most = load.stretched(length);
            end = now + most - Math.min(Math.max(0, flushTime - most / 4), most / 2);
        }
        return blind || cadence.expectsOneBy(end, now) ? end - now : 0;
    }

    void flushed(long start, long done) {
        end = CLOSED;
        flushTime = done - start;
    }
}
