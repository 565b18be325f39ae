package arcly.core.packager;

import arcly.core.packager.PackagerBoard.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Packagers that could not be used on a stream, and how long each is left alone: at first {@value #FIRST_SECONDS} s, then twice as
 * long each time, up to {@value #LONGEST_SECONDS} s. By number, so that nothing of a packager's bundle is kept. Not thread-safe.
 */
final class Refusals {
    /** What is full may have room again, what was slow to come may be there; and a log line for each try is not much yet. */
    static final int FIRST_SECONDS = 5;
    static final int LONGEST_SECONDS = 300;

    private record Refusal(Place place, int packager) { }

    private record Wait(int seconds, long until) { }

    private final Map<Refusal, Wait> waits = new HashMap<>();

    /** It failed. @return seconds until it may be tried again */
    int add(Place place, Object packager, long now) {
        Refusal refusal = new Refusal(place, System.identityHashCode(packager));
        Wait before = waits.get(refusal);
        int seconds = before == null ? FIRST_SECONDS : Math.min(LONGEST_SECONDS, 2 * before.seconds);
        waits.put(refusal, new Wait(seconds, now + TimeUnit.SECONDS.toNanos(seconds)));
        return seconds;
    }

    /** It has failed there, however long ago. */
    boolean has(Place place, Object packager) {
        return waits.containsKey(new Refusal(place, System.identityHashCode(packager)));
    }

    /** It has failed there, and is still left alone. */
    boolean isLeftAlone(Place place, Object packager, long now) {
        Wait wait = waits.get(new Refusal(place, System.identityHashCode(packager)));
        return wait != null && wait.until - now > 0;
    }

    /** The packager has gone. */
    void forget(Object packager) {
        waits.keySet().removeIf(each -> each.packager == System.identityHashCode(packager));
    }

    /** Only these are asked about from here on. */
    void retain(Set<Place> places) {
        waits.keySet().removeIf(each -> !places.contains(each.place));
    }
}
