package arcly.bench.kernel;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Kernel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One stream, its publisher on the calling thread, and readers on event loops, woken as in the server: armed with their loop, which sleeps in
 * the kernel's poll when there is nothing to do. Each reader checks that the sequence has no gap.
 */
final class Crowd implements AutoCloseable {
    private static final int GOP = 60;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int FRAME_BYTES = 8_000; // 2 Mbit/s at 30 frames a second

    private final Kernel kernel;
    private final MultiThreadIoEventLoopGroup group;
    private final Loop[] loops;
    private final Publication publication;
    private final Frame key;
    private final Frame delta;
    private long published;

    Crowd(int readers, int loopCount) throws Exception {
        kernel = Kernel.builder().application("live", Map.of()).build();
        ClientSession session = kernel.sessions().open(SessionRequest.publisher("bench", StreamKey.of("live", "cam")).build());
        publication = session.publish(Duration.ofSeconds(1)).get();
        Track track = Track.of(0, Codec.H264).configuration(Payload.copyOf(new byte[] {1})).size(1280, 720).build();
        publication.declare(List.of(track), true);
        // One object each, at one time: what is measured is the kernel, not the making of frames.
        key = Frame.of(track).key(true).payload(Payload.wrap(new byte[FRAME_BYTES])).build();
        delta = Frame.of(track).payload(Payload.wrap(new byte[FRAME_BYTES])).build();
        group = new MultiThreadIoEventLoopGroup(loopCount, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        publication.publish(key);
        LiveStream stream = publication.stream();
        loops = new Loop[loopCount];
        for (int i = 0; i < loopCount; i++) {
            loops[i] = new Loop(group.next());
        }
        for (int i = 0; i < readers; i++) {
            Loop loop = loops[i % loopCount];
            StreamReader reader = stream.open(ReadOptions.service());
            Checker checker = new Checker(reader, loop);
            loop.executor.submit(() -> {
                loop.readers++;
                loop.last = checker;
                reader.arm(loop.executor, checker);
            }).get();
        }
        published = 1;
        awaitDelivered();
        System.gc(); // readers of a server that runs for long lie together, not between what their sessions' beginnings left
    }

    void publish() {
        publication.publish(published++ % GOP == 0 ? key : delta);
    }

    /** Returns once every reader has read every frame. @throws IllegalStateException if one missed some, or after 10 s */
    void awaitDelivered() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (Loop loop : loops) {
            long wanted = published * loop.readers;
            AtomicLongArray reported = loop.reported;
            while (reported.getAcquire(Loop.DELIVERED) < wanted) {
                pause();
                if (reported.getAcquire(Loop.GAPS) > 0 || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(reported + ": " + wanted + " were to be delivered without a gap");
                }
            }
        }
    }

    /** Looks again at once while a core is free for that; else leaves the core to the loop that waits for it. */
    private void pause() {
        if (loops.length < PROCESSORS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    @Override
    public void close() throws Exception {
        kernel.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /**
     * An event loop and what its readers count. The publisher spins on what is reported, so that is written once in a wake, by the
     * reader that is woken last. It and what each reader counts lie in the middle of arrays of their own: were anything that the
     * publisher looks at on a cache line that each delivery writes, moving that line would cost more than the delivery.
     */
    private static final class Loop {
        static final int DELIVERED = 16;
        static final int GAPS = 17;

        final EventLoop executor;
        final AtomicLongArray reported = new AtomicLongArray(32);
        final long[] counted = new long[32]; // the loop's own
        int readers;
        Checker last;

        Loop(EventLoop executor) {
            this.executor = executor;
        }

        void report() {
            reported.setRelease(GAPS, counted[GAPS]);
            reported.setRelease(DELIVERED, counted[DELIVERED]);
        }
    }

    /** Reads on and expects each number once; the stream's first frame is number 0. */
    private static final class Checker implements Runnable {
        private final StreamReader reader;
        private final Loop loop;
        private long next;

        Checker(StreamReader reader, Loop loop) {
            this.reader = reader;
            this.loop = loop;
        }

        @Override
        public void run() {
            StreamReader mine = reader;
            long expected = next;
            int read = 0;
            while (mine.poll() != null) {
                long sequence = mine.sequence();
                if (sequence != expected) {
                    loop.counted[Loop.GAPS]++;
                }
                expected = sequence + 1;
                read++;
            }
            next = expected;
            loop.counted[Loop.DELIVERED] += read;
            if (loop.last == this) {
                loop.report();
            }
        }
    }
}
