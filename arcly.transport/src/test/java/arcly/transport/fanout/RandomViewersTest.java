package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.transport.WireOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Viewers with sockets of any speed, joining, pausing, leaving and being handed over: each reads the stream in order, without
 * a gap.
 */
class RandomViewersTest {
    private static final int TURNS = 3000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyViewerReadsEachFrameOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        FanOutLimits limits = seed % 2 == 0 ? FanOutLimits.DEFAULT
                : new FanOutLimits(200_000, Duration.ofSeconds(3), 20_000, 60_000);
        try (TestLoop loop = new TestLoop(limits)) {
            TestStream stream = new TestStream();
            List<Check> checks = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                turn(random, loop, stream, checks);
                assertThat(loop.fanOut.cacheBytes()).isLessThanOrEqualTo(limits.cacheBytes());
            }
            for (Check check : checks) {
                check.unpause();
                check.arm(loop);
                check.sink.take(Long.MAX_VALUE / 2);
            }
            loop.settle();
            for (Check check : checks) {
                check.read();
                assertThat(check.expected).as("read to the end").isIn(-1L, (long) stream.frames.size());
            }
            assertThat(loop.fanOut.privateEncodes()).as("the sweep reaches beyond the cache").isGreaterThan(seed % 2);
        }
    }

    private static void turn(Random random, TestLoop loop, TestStream stream, List<Check> checks) {
        int dice = random.nextInt(100);
        Check check = checks.isEmpty() ? null : checks.get(random.nextInt(checks.size()));
        if (dice < 40) {
            publish(random, stream);
        } else if (dice < 60) {
            loop.advance(Duration.ofMillis(random.nextInt(30)));
        } else if (dice < 63) {
            checks.add(new Check(loop, stream, random.nextInt(4) == 0 ? random.nextInt(stream.frames.size() + 1) : -1));
        } else if (check == null) {
            loop.run();
        } else if (dice < 85) {
            check.sink.room = random.nextInt(3) == 0 ? 0 : random.nextInt(200_000);
            check.sink.take(0);
        } else if (dice < 88) {
            check.pause();
        } else if (dice < 91) {
            check.unpause();
        } else if (dice < 94) {
            check.sink.viewer.park();
            check.parked = true;
        } else if (dice < 98) {
            check.arm(loop);
        } else if (dice < 99) {
            check.sink.lose();
            loop.sinks.remove(check.sink);
            checks.remove(check);
        } else {
            loop.advance(Duration.ofSeconds(4));
        }
        checks.forEach(Check::read);
    }

    private static void publish(Random random, TestStream stream) {
        if (random.nextInt(3) == 0) {
            stream.audio(1 + random.nextInt(300));
        } else if (random.nextInt(40) == 0) {
            stream.video(true, 1 + random.nextInt(90_000));
        } else {
            stream.video(false, 1 + random.nextInt(8_000));
        }
    }

    /** One viewer, and which frame it must read next. */
    private static final class Check {
        private final TestSink sink;
        private long expected = -1; // not known before the first, and after a pause
        private boolean parked;
        private int jumps; // that it may make, after pauses

        Check(TestLoop loop, TestStream stream, long start) {
            TestStream.TestReader reader = stream.open(null);
            if (start >= 0) {
                reader.startAt(start);
                expected = start;
            }
            sink = loop.open(stream, reader, loop.options());
        }

        void arm(TestLoop loop) {
            if (parked) {
                parked = false;
                sink.viewer.arm(WireOptions.of("test.1", new TestForm()), sink);
            }
        }

        void pause() {
            sink.viewer.pause();
        }

        void unpause() {
            if (sink.viewer.isPaused()) {
                sink.viewer.resume();
                jumps++;
            }
        }

        void read() {
            for (String word : sink.words()) {
                if (Character.isDigit(word.charAt(0))) {
                    long number = Long.parseLong(word);
                    if (expected >= 0 && number != expected) {
                        assertThat(jumps).as("frame " + number + " in place of " + expected).isPositive();
                        assertThat(number).isGreaterThan(expected);
                        jumps--;
                    }
                    expected = number + 1;
                }
            }
        }
    }
}
