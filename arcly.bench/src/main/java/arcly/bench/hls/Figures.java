package arcly.bench.hls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What all viewers together have seen, between begin and end; failures always. For the loop, and for whoever waits for it. */
final class Figures {
    private final List<Long> playlists = new ArrayList<>();
    private final List<Long> segments = new ArrayList<>();
    private final List<Long> ages = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long bytes;
    private boolean counting;
    private boolean over;

    void begin() {
        counting = true;
    }

    void end() {
        counting = false;
        over = true;
    }

    void playlist(long nanos, long size) {
        if (counting) {
            playlists.add(nanos);
            bytes += size;
        }
    }

    /** @param age since the end of what is in it; null if it is not said */
    void segment(long nanos, long size, Duration age) {
        if (counting) {
            segments.add(nanos);
            bytes += size;
            if (age != null) {
                ages.add(age.toNanos());
            }
        }
    }

    void failed(String what) {
        if (!over) {
            failures.add(what);
        }
    }

    long requests() {
        return playlists.size() + segments.size();
    }

    long bytes() {
        return bytes;
    }

    List<String> failures() {
        return failures;
    }

    void print() {
        System.out.printf("%-44s %8s %8s %8s %8s %8s%n", "ms", "count", "min", "median", "p99", "max");
        print("a playlist took", playlists);
        print("a segment took", segments);
        print("a segment was there after its media's end by", ages);
        System.out.printf("%d failures%s%n", failures.size(), failures.isEmpty() ? "" : ", the first: " + failures.get(0));
    }

    private static void print(String what, List<Long> nanos) {
        double[] sorted = nanos.stream().mapToDouble(each -> each / 1e6).sorted().toArray();
        if (sorted.length > 0) {
            System.out.printf(Locale.ROOT, "%-44s %8d %8.1f %8.1f %8.1f %8.1f%n", what, sorted.length, sorted[0],
                    sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
        }
    }
}
