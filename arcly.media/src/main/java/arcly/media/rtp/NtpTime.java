package arcly.media.rtp;

/**
 * 64-bit NTP timestamps as RTCP carries them (RFC 3550, 4): seconds since 1900 and a fraction of 2^32.
 *
 * <p>Seconds whose highest bit is 0 count from 2036 (RFC 4330, 3), so the clock goes on after its wrap.
 */
public final class NtpTime {
    private static final long SECOND = 1_000_000_000;
    private static final long UNIX_EPOCH = 2_208_988_800L; // seconds from 1900 to 1970 (RFC 868)
    private static final long ERA = 1L << 32;

    private NtpTime() {
    }

    /** Nanoseconds since 1970, UTC. */
    public static long toUtcNanos(long ntp) {
        long seconds = ntp >>> 32;
        long inEra = seconds < ERA / 2 ? seconds + ERA : seconds;
        return (inEra - UNIX_EPOCH) * SECOND + ((ntp & ERA - 1) * SECOND + ERA / 2 >>> 32);
    }

    /** @param utcNanos nanoseconds since 1970, UTC; 1968 to 2104 */
    public static long fromUtcNanos(long utcNanos) {
        long seconds = Math.floorDiv(utcNanos, SECOND) + UNIX_EPOCH;
        return seconds << 32 | (Math.floorMod(utcNanos, SECOND) << 32) / SECOND;
    }

    /** The middle 32 bits, as a receiver report's LSR has them (RFC 3550, 6.4.1). */
    public static int middle(long ntp) {
        return (int) (ntp >> 16);
    }
}
