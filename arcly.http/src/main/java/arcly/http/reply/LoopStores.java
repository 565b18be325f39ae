package arcly.http.reply;

import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** One store for each loop that answered something. Any thread. */
public final class LoopStores implements AutoCloseable {
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

    @Override
    public void close() {
        stores.forEach((loop, store) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(store::close);
            }
        });
        stores.clear();
    }
}
