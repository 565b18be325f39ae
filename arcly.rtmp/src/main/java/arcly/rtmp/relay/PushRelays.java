package arcly.rtmp.relay;

import arcly.api.relay.RelayStatus;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pushes of one configuration: one relay for each target of each live stream that it names. Any thread. */
final class PushRelays {
    /** A stream that comes or goes is told of; this is for what nobody tells. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final String pid;
    private final RelayContext context;

    // guarded by this
    private final Map<Place, Relay> relays = new LinkedHashMap<>();
    private RelaySettings settings = RelaySettings.NONE;
    private boolean stopped;

    private record Place(StreamKey stream, Target target) {
    }

    PushRelays(String pid, RelayContext context) {
        this.pid = pid;
        this.context = context;
    }

    void begin(RelaySettings first) {
        configure(first);
        look();
    }

    void configure(RelaySettings changed) {
        List<Relay> going = new ArrayList<>();
        synchronized (this) {
            settings = changed;
            relays.entrySet().removeIf(entry -> {
                Place place = entry.getKey();
                boolean goes = !changed.targets().contains(place.target) || !changed.matches(place.stream);
                if (goes) {
                    going.add(entry.getValue());
                } else {
                    entry.getValue().configure(changed.terms());
                }
                return goes;
            });
        }
        going.forEach(relay -> relay.stop(CloseReason.LEFT.because("the configuration asks for it no more")));
        scan();
    }

    private void look() {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        scan();
        context.transport().schedule(LOOK, this::look);
    }

    /** Begins what is missing, and ends what waits in vain for a remote while its stream has gone. */
    void scan() {
        List<Relay> coming = new ArrayList<>();
        List<Relay> going = new ArrayList<>();
        synchronized (this) {
            if (stopped) {
                return;
            }
            Set<StreamKey> live = new HashSet<>();
            for (LiveStream stream : context.streams().live()) {
                live.add(stream.key());
                if (stream.isReady() && settings.matches(stream.key())) {
                    for (Target target : settings.targets()) {
                        relays.computeIfAbsent(new Place(stream.key(), target), place -> added(place, coming));
                    }
                }
            }
            relays.entrySet().removeIf(entry -> {
                boolean goes = !live.contains(entry.getKey().stream) && !entry.getValue().isServed();
                if (goes) {
                    going.add(entry.getValue());
                }
                return goes;
            });
        }
        coming.forEach(Relay::start);
        going.forEach(relay -> relay.stop(CloseReason.ENDED));
    }

    private Relay added(Place place, List<Relay> coming) {
        RelayPlan plan = RelayPlanner.push(pid, place.stream, place.target, settings);
        Relay relay = new Relay(context, plan, settings.terms(), end -> true, this::over);
        coming.add(relay);
        return relay;
    }

    private void over(Relay relay) {
        synchronized (this) {
            relays.values().remove(relay);
        }
        scan(); // there may be a next stream of that name already
    }

    List<RelayStatus> statuses() {
        List<RelayStatus> all = new ArrayList<>();
        List<Relay> present;
        RelaySettings now;
        synchronized (this) {
            present = List.copyOf(relays.values());
            now = settings;
        }
        present.forEach(relay -> all.add(relay.status()));
        for (StreamPattern pattern : now.streams()) {
            for (Target target : now.targets()) {
                if (present.stream().noneMatch(relay -> pattern.matches(relay.plan().stream()))) {
                    all.add(RelayStatus.of(pid, Direction.PUSH, pattern.toString(), target.shown()).build());
                }
            }
        }
        return all;
    }

    /** @param reason null: for the next generation to go on */
    void stop(CloseReason reason) {
        List<Relay> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(relays.values());
            relays.clear();
        }
        all.forEach(relay -> {
            if (reason == null) {
                relay.park();
            } else {
                relay.stop(reason);
            }
        });
    }
}
