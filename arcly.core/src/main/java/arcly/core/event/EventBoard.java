package arcly.core.event;

import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamListener;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Numbers what happens and tells every listener, each by a {@link Lane} of its own. Any thread; never blocks on a listener.
 *
 * <p>Numbering and queueing are one step, so every listener hears the events in the order of their numbers.
 */
public final class EventBoard {
    private final Clock clock;
    private final Executor executor;
    private final Counters counters;
    private final Map<StreamListener, Lane> lanes = new IdentityHashMap<>();
    private long sequence;

    /** @param executor calls the listeners; a listener that stalls holds one of its threads */
    public EventBoard(Clock clock, Executor executor, Counters counters) {
        this.clock = clock;
        this.executor = executor;
        this.counters = counters;
    }

    /** @param name bundle and version of the listener, as the log names it */
    public synchronized void add(StreamListener listener, String name) {
        lanes.put(listener, new Lane(name, listener, executor, counters));
    }

    /** When this returns, nothing of the listener is referenced from here. */
    public synchronized void remove(StreamListener listener) {
        Lane lane = lanes.remove(listener);
        if (lane != null) {
            lane.close();
        }
    }

    public void happened(StreamEvent.Type type, StreamKey stream) {
        happened(type, stream, "", Map.of());
    }

    /** @param session its id, or empty */
    public synchronized void happened(StreamEvent.Type type, StreamKey stream, String session, Map<String, String> details) {
        long number = ++sequence;
        if (lanes.isEmpty()) {
            return;
        }
        StreamEvent event = StreamEvent.of(number, type, clock.instant(), stream, session, details);
        for (Lane lane : lanes.values()) {
            lane.offer(event);
        }
    }

    /** Called about once a second: looks for calls that do not return. */
    public synchronized void watch(long now) {
        for (Lane lane : lanes.values()) {
            lane.watch(now);
        }
        lanes.values().removeIf(Lane::isClosed);
    }

    /** Listeners heard now. */
    public synchronized int listeners() {
        return (int) lanes.values().stream().filter(lane -> !lane.isClosed()).count();
    }
}
