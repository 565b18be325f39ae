package arcly.transport.loop;

import io.netty.channel.EventLoop;
import io.netty.util.internal.InternalThreadLocalMap;
import java.util.Collection;
import java.util.Set;

/**
 * Netty's memory of which handler takes which messages: two maps per thread, whose keys are classes and which nobody ever
 * empties. Left alone, they would keep each replaced bundle's classes for as long as the loop lives.
 */
public final class MatcherCaches {
    private MatcherCaches() {
    }

    /** Makes every loop forget the classes of these loaders. */
    public static void purge(Collection<EventLoop> loops, Set<ClassLoader> leaving) {
        for (EventLoop loop : loops) {
            if (!loop.isShuttingDown()) { // afterwards its memory goes with it
                loop.execute(() -> purgeThisThread(leaving));
            }
        }
    }

    private static void purgeThisThread(Set<ClassLoader> leaving) {
        InternalThreadLocalMap map = InternalThreadLocalMap.getIfSet();
        if (map != null) {
            map.typeParameterMatcherFindCache().keySet().removeIf(key -> leaving.contains(key.getClassLoader()));
            map.typeParameterMatcherGetCache().keySet().removeIf(key -> leaving.contains(key.getClassLoader()));
        }
    }
}
