package arcly.http.reply;

import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One store for each loop that answered something. Any thread. */
public final class LoopStores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopStores.class);
    private static final int LONGEST_WAIT_SECONDS = 3;

    private final Map<EventLoop, LoopStore> stores = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final IntSupplier mostBytes;

    /** @param mostBytes of each store */
    public LoopStores(LongSupplier nanoTime, Clock clock, IntSupplier mostBytes) {
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    public LoopStore of(EventLoop loop) {
        LoopStore store = stores.get(loop);
        return store != null ? store : stores.computeIfAbsent(loop, key -> new LoopStore(key, nanoTime, clock, mostBytes));
    }

    /** Waits for the loops: afterwards the bundle's classes can go. But not where that would be for itself. */
    @Override
    public void close() {
        Map<EventLoop, LoopStore> all = Map.copyOf(stores);
        CountDownLatch open = new CountDownLatch(all.size());
        all.forEach((loop, store) -> {
            if (loop.isShuttingDown()) {
                open.countDown(); // its memory goes with it
            } else {
                loop.execute(() -> {
                    store.close();
                    open.countDown();
                });
            }
        });
        if (all.keySet().stream().noneMatch(EventLoop::inEventLoop)) {
            await(open);
        }
    }

    private static void await(CountDownLatch open) {
        try {
            if (!open.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A loop is busy: what {} of them share is let go later", open.getCount());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
