package arcly.shell;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them, whatever the machine's language. */
final class Words {
    private static final double KILO = 1_000;

    private Words() {}

    /** {@code 2.04 Mbit/s}. */
    static String bitrate(long bitsPerSecond) {
        return scaled(bitsPerSecond, "bit/s");
    }

    /** {@code 1.30 GB}; decimal, as rates are. */
    static String bytes(long bytes) {
        return scaled(bytes, "B");
    }

    private static String scaled(long number, String unit) {
        if (number < KILO) {
            return number + " " + unit;
        }
        double rest = number;
        int step = -1;
        String prefixes = "kMGTPE";
        while (rest >= KILO && step + 1 < prefixes.length()) {
            rest /= KILO;
            step++;
        }
        return String.format(Locale.ROOT, "%.2f %c%s", rest, prefixes.charAt(step), unit);
    }

    /** {@code 45 s}, {@code 12 min 3 s}, {@code 3 h 20 min}, {@code 4 d 7 h}. */
    static String time(Duration time) {
        if (time.toMinutes() < 1) {
            return time.toSeconds() + " s";
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        if (time.toDays() < 1) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toDays() + " d " + time.toHoursPart() + " h";
    }

    /** Nanoseconds of media: {@code 1.98 s}. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
