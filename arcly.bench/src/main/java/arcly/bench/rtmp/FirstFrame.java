package arcly.bench.rtmp;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * How soon a viewer who joins a live stream can show something: {@code FirstFrame rtmp://HOST[:PORT]/APP/NAME [JOINS]}.
 *
 * <p>Joins one after the other, each at a random moment of the publisher's group of pictures, stays until the first key frame and the
 * first audio frame are there whole, and leaves. A key frame counts only after the decoder configuration, and if no other video frame
 * came before it: that is when a decoder has its first picture.
 */
public final class FirstFrame {
    /** So many joins are not counted: this program's own classes are loaded and compiled meanwhile. */
    private static final int REHEARSALS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private FirstFrame() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1 || args.length > 2) {
            System.err.println("usage: FirstFrame rtmp://HOST[:PORT]/APP/NAME [JOINS]");
            System.exit(2);
        }
        int joins = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        List<Join> all = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < REHEARSALS + joins; i++) {
            // The moments are independent of the publisher's, which no clock of ours knows.
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            try (Player player = new Player(URI.create(args[0]))) {
                Join join = player.join();
                if (i >= REHEARSALS) {
                    all.add(join);
                }
            }
        }
        System.out.printf("%d joins, ms%n%-36s %8s %8s %8s %8s%n", joins, "", "min", "median", "p99", "max");
        print("connect to first key frame", all.stream().mapToDouble(join -> millis(join.keyFrame() - join.connected())));
        print("connect to first audio frame", all.stream().mapToDouble(join -> millis(join.audio() - join.connected())));
        print("play to first key frame", all.stream().mapToDouble(join -> millis(join.keyFrame() - join.played())));
        print("play to first audio frame", all.stream().mapToDouble(join -> millis(join.audio() - join.played())));
        print("first audio's time less key frame's", all.stream().mapToDouble(Join::audioAfterVideo));
        long broken = all.stream().filter(join -> !join.isDecodable()).count();
        System.out.printf("%d began with something else than decoder configuration and key frame%n", broken);
        System.exit(broken == 0 ? 0 : 1);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static void print(String what, DoubleStream values) {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        System.out.printf("%-36s %8.1f %8.1f %8.1f %8.1f%n", what, sorted[0], sorted[(sorted.length - 1) / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1], sorted[sorted.length - 1]);
    }
}
