package arcly.media.time;

/**
 * How many ticks a second has: the one place where timestamps are rescaled.
 *
 * <p>A time that goes to nanoseconds and back with the nearest rounding is the same tick again, for every timebase slower than
 * nanoseconds. Immutable; equal by value.
 */
public final class Timebase {
    public static final Timebase SECONDS = new Timebase(1);
    /** RTMP, FLV. */
    public static final Timebase MILLIS = new Timebase(1_000);
    public static final Timebase MICROS = new Timebase(1_000_000);
    /** arcly inside. */
    public static final Timebase NANOS = new Timebase(1_000_000_000);
    /** MPEG-TS, RTP video. */
    public static final Timebase NINETY_KHZ = new Timebase(90_000);

    private final int ticksPerSecond;

    private Timebase(int ticksPerSecond) {
        this.ticksPerSecond = ticksPerSecond;
    }

    /**
     * A timebase of so many ticks in a second, such as an audio track's sample rate.
     *
     * @throws IllegalArgumentException if it is not 1 or more
     */
    public static Timebase of(int ticksPerSecond) {
        if (ticksPerSecond < 1) {
            throw new IllegalArgumentException(ticksPerSecond + " ticks a second; allowed are 1 and more");
        }
        return new Timebase(ticksPerSecond);
    }

    public int ticksPerSecond() {
        return ticksPerSecond;
    }

    /** The nearest nanosecond. @throws ArithmeticException if it is more than 292 years from 0 */
    public long toNanos(long ticks) {
        return to(NANOS, ticks, Rounding.NEAREST);
    }

    /** The nearest tick. @throws ArithmeticException if it does not fit into 64 bits */
    public long fromNanos(long nanos) {
        return NANOS.to(this, nanos, Rounding.NEAREST);
    }

    /** The tick before, nearest to or after that time. @throws ArithmeticException if it does not fit into 64 bits */
    public long fromNanos(long nanos, Rounding rounding) {
        return NANOS.to(this, nanos, rounding);
    }

    /** These ticks in another timebase. @throws ArithmeticException if the result does not fit into 64 bits */
    public long to(Timebase other, long ticks, Rounding rounding) {
        return rescale(ticks, other.ticksPerSecond, ticksPerSecond, rounding);
    }

    /**
     * {@code value * multiplier / divisor}, exact inside, rounded once.
     *
     * @throws ArithmeticException if the result does not fit into 64 bits
     * @throws IllegalArgumentException if multiplier or divisor is not 1 or more
     */
    public static long rescale(long value, int multiplier, int divisor, Rounding rounding) {
        if (multiplier < 1 || divisor < 1) {
            throw new IllegalArgumentException(multiplier + "/" + divisor + "; allowed are 1 and more");
        }
        long product = value * multiplier;
        if (Math.multiplyHigh(value, multiplier) == product >> 63) {
            return divide(product, divisor, rounding);
        }
        // Whole and rest apart: the rest is below the divisor, so its product stays below 2^62.
        long whole = Math.multiplyExact(Math.floorDiv(value, divisor), multiplier);
        long rest = (long) Math.floorMod(value, divisor) * multiplier;
        return Math.addExact(whole, divide(rest, divisor, rounding));
    }

    private static long divide(long dividend, int divisor, Rounding rounding) {
        long down = Math.floorDiv(dividend, divisor);
        int rest = Math.floorMod(dividend, divisor);
        boolean up = switch (rounding) {
            case DOWN -> false;
            case NEAREST -> rest >= divisor - rest;
            case UP -> rest > 0;
        };
        return up ? down + 1 : down;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timebase timebase && timebase.ticksPerSecond == ticksPerSecond;
    }

    @Override
    public int hashCode() {
        return ticksPerSecond;
    }

    @Override
    public String toString() {
        return ticksPerSecond + " Hz";
    }
}
