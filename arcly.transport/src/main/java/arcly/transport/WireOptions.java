package arcly.transport;

import java.time.Duration;
import java.util.Objects;

/** In which form and how promptly a viewer is written to. Immutable. */
public final class WireOptions {
    /** The default coalescing window: at most 50 writes a second and viewer, however often frames come; 25 under load. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMillis(20);

    private final String name;
    private final WireForm form;
    private final Duration window;

    private WireOptions(String name, WireForm form, Duration window) {
        this.name = name;
        this.form = form;
        this.window = window;
    }

    /**
     * @param name of all that the bytes depend on, and the form's own version: {@code rtmp.1/chunk=60000/stream=1}. Two forms of one name
     *     must write equal bytes, whichever generation of the bundle they come from.
     */
    public static WireOptions of(String name, WireForm form) {
        return new WireOptions(Objects.requireNonNull(name, "name"), Objects.requireNonNull(form, "form"), DEFAULT_WINDOW);
    }

    /**
     * Frames of a stream that come within this time go out together, as soon as no other is due before it is over; zero writes at
     * each wake-up. Under load it grows to the double, but not beyond 40 ms.
     */
    public WireOptions withWindow(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofSeconds(2)) > 0) {
            throw new IllegalArgumentException("coalescing window " + time + "; zero to 2 s are allowed");
        }
        return new WireOptions(name, form, time);
    }

    public String name() {
        return name;
    }

    public WireForm form() {
        return form;
    }

    public Duration window() {
        return window;
    }
}
