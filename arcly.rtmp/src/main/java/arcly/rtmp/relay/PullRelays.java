package arcly.rtmp.relay;

import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.SourceRequest;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pulls of one configuration: one stream always, or those that somebody wants. Any thread. */
final class PullRelays {
    private final String pid;
    private final RelayContext context;

    // guarded by this
    private final Map<StreamKey, Pull> pulls = new LinkedHashMap<>();
    private RelaySettings settings = RelaySettings.NONE;
    private boolean stopped;

    PullRelays(String pid, RelayContext context) {
        this.pid = pid;
        this.context = context;
    }

    void configure(RelaySettings changed) {
        List<Pull> going = new ArrayList<>();
        Relay always = null;
        synchronized (this) {
            boolean other = !changed.targets().equals(settings.targets()) || changed.onDemand() != settings.onDemand();
            settings = changed;
            pulls.values().removeIf(pull -> {
                boolean goes = other || !changed.matches(pull.key);
                if (goes) {
                    going.add(pull);
                } else {
                    pull.relay.configure(changed.terms());
                }
                return goes;
            });
            if (!changed.onDemand() && !changed.streams().isEmpty() && !changed.targets().isEmpty()) {
                StreamKey key = StreamKey.parse(changed.streams().get(0).toString());
                always = pulls.computeIfAbsent(key, none -> new Pull(key, true)).relay;
            }
        }
        going.forEach(pull -> pull.stop(changed.matches(pull.key) // then viewers wait for what comes from elsewhere
                ? CloseReason.LOST.because("the configuration has changed")
                : CloseReason.LEFT.because("the configuration asks for it no more")));
        if (always != null) {
            always.start();
        }
    }

    /** See {@link arcly.api.stream.SourceProvider#open}. */
    boolean open(SourceRequest request) {
        StreamKey key = request.key();
        Pull pull;
        synchronized (this) {
            if (stopped || !settings.onDemand() || settings.targets().isEmpty() || !settings.matches(key)) {
                return false;
            }
            pull = pulls.get(key);
            if (pull == null) {
                if (context.streams().find(key).isPresent() && !isOurs(key)) {
                    return false;
                }
                if (!hasRoom()) {
                    request.failed(new StreamException(Reason.LIMIT, pid + " pulls " + settings.mostStreams()
                            + " streams, as many as streams.max allows"));
                    return true;
                }
                pull = new Pull(key, false);
                pulls.put(key, pull);
            }
        }
        pull.wanted(request);
        return true;
    }

    /** Makes room by forgetting the oldest that rests, if it must. */
    private boolean hasRoom() {
        if (pulls.size() < settings.mostStreams()) {
            return true;
        }
        Pull oldest = pulls.values().stream().filter(pull -> pull.relay.isResting()).findFirst().orElse(null);
        return oldest != null && pulls.values().remove(oldest);
    }

    /** A former generation of this bundle publishes it. */
    private boolean isOurs(StreamKey key) {
        return context.sessions().list().stream().anyMatch(session -> session.role() == Session.Role.PUBLISHER
                && session.stream().equals(key) && pid.equals(session.attributes().get("relay")));
    }

    List<RelayStatus> statuses() {
        List<RelayStatus> all = new ArrayList<>();
        synchronized (this) {
            pulls.values().forEach(pull -> all.add(pull.relay.status()));
            for (StreamPattern pattern : settings.streams()) {
                if (pulls.keySet().stream().noneMatch(pattern::matches)) {
                    settings.targets().forEach(source -> all.add(
                            RelayStatus.of(pid, Direction.PULL, pattern.toString(), source.shown()).build()));
                }
            }
        }
        return all;
    }

    /** @param reason null: for the next generation to go on */
    void stop(CloseReason reason) {
        List<Pull> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(pulls.values());
            pulls.clear();
        }
        all.forEach(pull -> {
            if (reason == null) {
                pull.park();
            } else {
                pull.stop(reason);
            }
        });
    }

    private synchronized void remove(Pull pull) {
        pulls.remove(pull.key, pull);
    }

    /** One stream, and whoever wants it. */
    private final class Pull {
        private final StreamKey key;
        private final boolean always;
        private final Relay relay;
        private volatile SourceRequest request; // the newest; null once it is answered

        Pull(StreamKey key, boolean always) {
            this.key = key;
            this.always = always;
            RelayPlan plan = RelayPlanner.pull(pid, key, settings.targets().get(0));
            this.relay = new Relay(context, plan, settings.terms(), this::isWanted, over -> remove(this));
        }

        void wanted(SourceRequest by) {
            Instant decent = relay.isResting() ? relay.decentAfter() : null;
            if (decent != null && context.clock().instant().isBefore(decent)) {
                by.failed(new StreamException(Reason.NOT_FOUND, relay.status().lastError())); // as it was a moment ago
                return;
            }
            request = by;
            by.arm(Runnable::run, () -> idle(by));
            relay.start();
        }

        /**
         * A remote that says no will say so again: whoever waits is told. One that cannot be reached is tried until nobody waits.
         */
        private boolean isWanted(RelayEnd end) {
            if (always) {
                return true;
            }
            SourceRequest by = request;
            if (end != null && by != null && (end.state() == RelayState.REFUSED || end.state() == RelayState.BROKEN)) {
                request = null;
                by.failed(new StreamException(Reason.NOT_FOUND, end.text()));
            }
            return request != null && context.clock().instant().isBefore(request.deadline())
                    || context.streams().find(key).isPresent();
        }

        private void idle(SourceRequest by) {
            if (request == by) {
                remove(this);
                relay.stop(CloseReason.IDLE.because("nobody watches it any more"));
            }
        }

        void stop(CloseReason reason) {
            disarm();
            relay.stop(reason);
        }

        void park() {
            disarm();
            relay.park();
        }

        private void disarm() {
            SourceRequest by = request;
            if (by != null) {
                by.disarm();
            }
        }
    }
}
